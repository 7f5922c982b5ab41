namespace RestStream.Storage.Compaction;

/// <summary>What of a log can be compacted: its segments up to the first that is active, not synced or too young.</summary>
/// <param name="Log">The log.</param>
/// <param name="Segments">The segments, clean ones first.</param>
/// <param name="FirstDirtyOffset">From here on nothing was compacted yet.</param>
/// <param name="CleanBytes">The bytes of segments before it.</param>
/// <param name="DirtyBytes">The bytes of the others.</param>
/// <param name="IsOverdue">The oldest dirty record is older than <c>max.compaction.lag.ms</c>.</param>
internal sealed record CleanableLog(
    PartitionLog Log, IReadOnlyList<CleanableSegment> Segments, long FirstDirtyOffset, long CleanBytes, long DirtyBytes, bool IsOverdue)
{
    /// <summary>The dirty part of the bytes, 0 to 1.</summary>
    public double DirtyRatio => DirtyBytes / (double)(CleanBytes + DirtyBytes);

    /// <summary>True when it should be compacted now.</summary>
    public bool IsWanted => IsOverdue || DirtyRatio > Log.Config.MinCleanableDirtyRatio;
}
