using RestStream.Storage;

namespace RestStream.Broker.Groups;

/// <summary>Offsets that were appended and take effect when they are synced.</summary>
/// <param name="Changes">The partitions with their new offset; null deletes.</param>
/// <param name="Append">Where they lie in the log, one record each.</param>
internal sealed record OffsetsWrite(IReadOnlyList<KeyValuePair<TopicPartition, CommittedOffset?>> Changes, OffsetsAppend Append);
