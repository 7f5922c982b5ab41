using RestStream.Core.Records;

namespace RestStream.Core.Produce;

/// <summary>Records for one topic.</summary>
/// <param name="Topic">The topic's name; made at its first record when the engine's <c>autoCreateTopics</c> is on.</param>
/// <param name="Records">The records. The engine fills in <see cref="RecordSlice.Partition"/> and <see cref="RecordSlice.Offset"/>; the caller keeps ownership.</param>
/// <param name="Acks">When to answer.</param>
public readonly record struct ProduceRequest(string Topic, RecordTable Records, Acks Acks);
