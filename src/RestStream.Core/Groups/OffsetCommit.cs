namespace RestStream.Core.Groups;

/// <summary>An offset to commit for a partition.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="NextOffset">The offset behind the last record that is processed, 0 or more.</param>
/// <param name="Metadata">A text to keep with it, at most 4096 bytes.</param>
public readonly record struct OffsetCommit(string Topic, int Partition, long NextOffset, string Metadata);
