using RestStream.Storage.Log;
using RestStream.Storage.Records;

namespace RestStream.Storage.Compaction;

/// <summary>Writes what stays of a group of segments into one. Not thread-safe.</summary>
internal sealed class GroupCleaner(LogDirectory directory, PartitionLog log, BatchFilter filter, ProducerEnds producers, CleanerThrottle throttle, CleanCounts counts)
{
    private bool _isChanged;

    /// <summary>The segment of the group in which damage was found; null for none.</summary>
    public LogSegment? Damaged { get; private set; }

    /// <summary>Compacts the group and puts the result in its place; when nothing goes, or there is damage, it stays as it is.</summary>
    /// <returns>False when the group is no longer there.</returns>
    public bool Run(IReadOnlyList<CleanableSegment> group)
    {
        (Damaged, _isChanged) = (null, group.Count > 1);
        var keptTombstones = filter.KeepsTombstones;
        using var cleaned = new CleanedSegment(directory, log, group[0].Segment.BaseOffset, throttle);
        var isPlaced = false;
        try
        {
            Damaged = CopyAll(group, cleaned);
            if (Damaged is not null) filter.KeepsTombstones = keptTombstones;
            if (Damaged is not null || !_isChanged) return true;
            cleaned.Complete(group[^1].End, LastAppend(group));
            isPlaced = log.Replace([.. group.Select(s => s.Segment)], cleaned.Segment);
            if (isPlaced) counts.BytesWritten += cleaned.Segment.Size;
            return isPlaced;
        }
        finally
        {
            // After a failure for good the files are the next start's.
            if (!isPlaced && directory.Commit.Failure is null) cleaned.Discard();
        }
    }

    private LogSegment? CopyAll(IReadOnlyList<CleanableSegment> group, CleanedSegment cleaned)
    {
        var bytesLeft = group.Sum(s => s.Segment.Size);
        for (var i = 0; i < group.Count; i++)
        {
            bytesLeft -= group[i].Segment.Size;
            if (!Copy(group[i], i == group.Count - 1, bytesLeft, cleaned)) return group[i].Segment;
        }

        return null;
    }

    /// <summary>Emptied if need be, the last batch of each producer stays, and the last of the group: it says how far the segment reaches, to a start that has to finish its replacement.</summary>
    private bool Copy(CleanableSegment source, bool isLast, long bytesBehind, CleanedSegment cleaned)
    {
        using var walk = new SegmentWalk(source, throttle, counts);
        while (walk.TryNext(out var header))
        {
            var mustStay = producers.IsLast(header) || (isLast && walk.AtEnd);
            var room = int.MaxValue - cleaned.Size - walk.BytesLeft - bytesBehind;
            var stays = filter.Apply(header, walk.Batch, mustStay, room);
            _isChanged |= !stays.SequenceEqual(walk.Batch);
            if (!stays.IsEmpty) cleaned.Append(stays);
        }

        return !walk.IsDamaged;
    }

    private DateTimeOffset? LastAppend(IReadOnlyList<CleanableSegment> group)
    {
        var last = group.Max(s => s.Segment.LastAppendMs > 0 ? s.Segment.LastAppendMs : directory.Files.LastWriteTime(s.Segment.File.Path)?.ToUnixTimeMilliseconds() ?? -1);
        return last > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(last) : null;
    }
}
