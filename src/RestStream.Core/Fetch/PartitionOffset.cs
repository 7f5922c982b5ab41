namespace RestStream.Core.Fetch;

/// <summary>A <see cref="Position"/> resolved in one partition.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Offset">Where the position is.</param>
/// <param name="Timestamp">For a position by time: the timestamp of the record found, or -1 when there is none; else -1.</param>
/// <param name="LogStartOffset">The first offset that can be read.</param>
/// <param name="HighWatermark">The offset after the last record that can be read.</param>
public readonly record struct PartitionOffset(int Partition, long Offset, long Timestamp, long LogStartOffset, long HighWatermark);
