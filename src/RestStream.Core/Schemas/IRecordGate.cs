using RestStream.Core.Records;

namespace RestStream.Core.Schemas;

/// <summary>
/// Looks at records on their way into a topic that asks something of them. An engine calls it once for each partition's batch, before encoding and outside the
/// partition's lock. It works against an immutable snapshot of the schemas. Thread-safe.
/// </summary>
public interface IRecordGate
{
    /// <summary>False until the schemas are loaded: topics that ask for them take no records until then.</summary>
    bool IsOpen { get; }

    /// <summary>Checks the records of one batch, and adds headers to those that the topic wants stamped. Allocates nothing when all are valid.</summary>
    /// <param name="topic">The topic's name.</param>
    /// <param name="schemas">What the topic asks.</param>
    /// <param name="table">The request's records.</param>
    /// <param name="batch">Which of them are checked, in order.</param>
    /// <returns>A verdict for each that does not fit, in the order of <paramref name="batch"/>; null when all do.</returns>
    IReadOnlyList<RecordVerdict>? Check(string topic, TopicSchemas schemas, RecordTable table, ReadOnlySpan<int> batch);
}
