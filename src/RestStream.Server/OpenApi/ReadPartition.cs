namespace RestStream.Server.OpenApi;

/// <summary>Describes where a read stands in one partition.</summary>
internal sealed record ReadPartition(int Partition, long NextOffset, long HighWatermark, long LogStartOffset);
