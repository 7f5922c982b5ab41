using RestStream.Core.Schemas;

namespace RestStream.Core.Topics;

/// <summary>A topic as of now.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its id; a topic made anew under the same name has another.</param>
/// <param name="Version">Raised by every change of configs or partitions; the ETag is made of it.</param>
/// <param name="Partitions">Its partitions, by number.</param>
/// <param name="Config">Every config with its value in force, by Kafka's names.</param>
/// <param name="ConfigOverrides">The names of the configs that were set on this topic, sorted.</param>
public sealed record TopicDescription(
    string Name,
    Guid Id,
    int Version,
    IReadOnlyList<PartitionDescription> Partitions,
    IReadOnlyDictionary<string, string> Config,
    IReadOnlyList<string> ConfigOverrides)
{
    /// <summary>True when acks=all waits for the sync and readers see synced records only; false when the topic's configs leave flushing to the system.</summary>
    public bool IsSynced { get; init; } = true;

    /// <summary>What it asks of its records.</summary>
    public TopicSchemas Schemas { get; init; } = TopicSchemas.None;

    /// <summary>True for the engine's own topics.</summary>
    public bool IsInternal => TopicName.IsInternal(Name);
}
