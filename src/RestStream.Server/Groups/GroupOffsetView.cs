namespace RestStream.Server.Groups;

/// <summary>How far a group is in a partition.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="NextOffset">The committed offset; null when there is none.</param>
/// <param name="HighWatermark">The offset after the last record that can be read; null when the partition is gone.</param>
/// <param name="Lag">How many offsets are between them; null when one of them is.</param>
/// <param name="Metadata">The text that was committed with the offset; null without one.</param>
/// <param name="CommitTimestamp">When it was committed, in epoch milliseconds; null without one.</param>
/// <param name="Member">The member that owns the partition; null when nobody does.</param>
internal sealed record GroupOffsetView(
    string Topic, int Partition, long? NextOffset, long? HighWatermark, long? Lag, string? Metadata, long? CommitTimestamp, string? Member);
