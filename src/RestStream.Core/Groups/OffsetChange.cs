namespace RestStream.Core.Groups;

/// <summary>What a reset did, or would do, to one partition.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Before">The committed offset before; null when there was none.</param>
/// <param name="After">The committed offset after.</param>
public readonly record struct OffsetChange(string Topic, int Partition, long? Before, long After);
