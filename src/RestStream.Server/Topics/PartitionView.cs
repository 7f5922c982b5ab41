using RestStream.Core.Topics;

namespace RestStream.Server.Topics;

/// <summary>A partition as clients see it.</summary>
internal sealed record PartitionView(int Partition, long LogStartOffset, long HighWatermark, long SizeBytes)
{
    public static IReadOnlyList<PartitionView> Of(IReadOnlyList<PartitionDescription> partitions) =>
        [.. partitions.Select(partition => new PartitionView(partition.Partition, partition.LogStartOffset, partition.HighWatermark, partition.SizeBytes))];
}
