namespace RestStream.Broker.Groups;

/// <summary>Where a group shall go on in one partition.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Offset">The offset of the next record to read, 0 or more.</param>
/// <param name="LeaderEpoch">The leader epoch of the last record read; -1 when unknown.</param>
/// <param name="Metadata">The client's own text, given back as it is.</param>
public readonly record struct OffsetToCommit(string Topic, int Partition, long Offset, int LeaderEpoch = -1, string Metadata = "");
