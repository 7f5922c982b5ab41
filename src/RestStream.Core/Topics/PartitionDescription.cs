namespace RestStream.Core.Topics;

/// <summary>One partition as of now.</summary>
/// <param name="Partition">Its number, from 0.</param>
/// <param name="LogStartOffset">The first offset that can be read.</param>
/// <param name="HighWatermark">The offset after the last record that can be read: the synced end.</param>
/// <param name="SizeBytes">The bytes of its segments.</param>
public readonly record struct PartitionDescription(int Partition, long LogStartOffset, long HighWatermark, long SizeBytes);
