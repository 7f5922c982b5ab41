namespace RestStream.Server.Records;

/// <summary>Positions resolved, one entry a partition.</summary>
internal sealed record PartitionOffsets(IReadOnlyList<PartitionOffsetView> Partitions);
