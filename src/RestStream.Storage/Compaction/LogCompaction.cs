using RestStream.Storage.Log;

namespace RestStream.Storage.Compaction;

/// <summary>
/// One compaction of one log: the last offset of each key of its dirty part (as much as fits) goes into a map, then all segments up to there are written anew without the records that a later
/// one of the same key has replaced. Older segments first, each group in its place before the next: a tombstone never goes before what it deletes.
/// </summary>
internal sealed class LogCompaction(LogDirectory directory, CleanableLog range, CleanerThrottle throttle)
{
    private readonly PartitionLog _log = range.Log;
    private readonly CleanCounts _counts = new();

    /// <summary>Compacts; null when the log changed under it: the next round sees.</summary>
    /// <exception cref="IOException">The log cannot be read or changed, or not be compacted any further; it is as it was, or compacted in part.</exception>
    public CleanResult? Run()
    {
        var start = directory.Ticks;
        _log.BeginCleaning();
        var map = OffsetMap.Of(directory.Options.LogCleanerDedupeBufferSize, range.DirtyBytes);
        var mapping = new OffsetMapBuilder(map, range, throttle, _counts);
        mapping.Run();
        StorageMetrics.CleanerBufferUtilization = map.Utilization;
        if (mapping.End == range.FirstDirtyOffset) throw new IOException($"Records are missing behind offset {mapping.End}: the log is not compacted from there on.");

        var segments = range.Segments.Where(s => s.Segment.BaseOffset < mapping.End).ToList();
        directory.NoteCompacted(_log, segments[^1].End);
        using var filter = new BatchFilter(map, mapping.End, directory.NowMs, _log.Config.DeleteRetentionMs, _counts);
        if (!CleanGroups(segments, [.. mapping.Damaged], filter, mapping.Producers)) return null;
        directory.NoteCleaned(_log, mapping.End);
        return new(
            range.FirstDirtyOffset, mapping.End, _counts.BytesRead, _counts.BytesWritten, _counts.RecordsRead, _counts.RecordsKept, _counts.KeylessDropped,
            directory.Time.GetElapsedTime(start));
    }

    private bool CleanGroups(List<CleanableSegment> segments, HashSet<LogSegment> damaged, BatchFilter filter, ProducerEnds producers)
    {
        var cleaner = new GroupCleaner(directory, _log, filter, producers, throttle, _counts);
        foreach (var segment in damaged) _log.NoteDamage(segment);
        for (var at = 0; at < segments.Count;)
        {
            if (IsDamaged(segments[at], damaged))
            {
                filter.KeepsTombstones = true;
                at++;
                continue;
            }

            var count = SegmentGroup.CountFrom(segments, at, damaged, _log.Config);
            if (!cleaner.Run(segments.GetRange(at, count))) return false;
            if (cleaner.Damaged is not { } found) at += count;
            else if (damaged.Add(found)) _log.NoteDamage(found);
        }

        return true;
    }

    private bool IsDamaged(CleanableSegment segment, HashSet<LogSegment> damaged)
    {
        if (_log.HasDamage(segment.Segment.BaseOffset, segment.End)) damaged.Add(segment.Segment);
        return damaged.Contains(segment.Segment);
    }
}
