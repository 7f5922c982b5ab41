namespace RestStream.Broker.Groups;

/// <summary>Where a group goes on in one partition. Immutable.</summary>
/// <param name="Offset">The offset of the next record to read.</param>
/// <param name="LeaderEpoch">The leader epoch of the last record read; -1 when unknown.</param>
/// <param name="Metadata">The client's own text.</param>
/// <param name="CommitTimestamp">When it was committed, epoch ms.</param>
public sealed record CommittedOffset(long Offset, int LeaderEpoch, string Metadata, long CommitTimestamp);
