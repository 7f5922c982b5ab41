namespace RestStream.Storage.Checkpoints;

/// <summary>How a partition's log was left by a clean stop.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="LogStartOffset">The first offset that can be read.</param>
/// <param name="LogEndOffset">The offset after its last record; all below is synced.</param>
/// <param name="ActiveSegmentBaseOffset">The base offset of its last segment.</param>
/// <param name="ActiveSegmentBytes">The length of that segment's log file.</param>
/// <param name="SizeBytes">The bytes of all its segments.</param>
internal readonly record struct CleanLog(
    TopicPartition Partition, long LogStartOffset, long LogEndOffset, long ActiveSegmentBaseOffset, long ActiveSegmentBytes, long SizeBytes);
