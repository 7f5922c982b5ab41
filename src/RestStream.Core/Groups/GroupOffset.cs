namespace RestStream.Core.Groups;

/// <summary>What a group has committed for a partition.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="NextOffset">The offset behind the last record that is processed.</param>
/// <param name="Metadata">The text that was committed with it; "" when there was none.</param>
/// <param name="CommitTimestamp">When, in epoch milliseconds.</param>
public readonly record struct GroupOffset(string Topic, int Partition, long NextOffset, string Metadata, long CommitTimestamp);
