using RestStream.Storage.Files;

namespace RestStream.Storage.Log;

/// <summary>Makes the indexes of a segment anew from its log and finds all damage in it. Under the partition's lock.</summary>
internal sealed class SegmentRebuild(LogSegment segment, long length, long limit, bool isSealed, bool mayLeap, LogConfig config, IStorageEvents events)
{
    public SegmentScan Run()
    {
        segment.Offsets.Truncate(0);
        segment.Times.Truncate(0);
        segment.ResetTracking(segment.BaseOffset, -1);
        var scan = new SegmentScan(segment, 0, length, config.IndexIntervalBytes);
        scan.Run(limit, limit);
        if (!mayLeap) scan.NoteHole(limit);
        FlushIndexes();
        // An active segment whose end is damaged keeps its bytes: the next append sees that offsets do not follow, and rolls.
        if (isSealed || scan.Damage.Count == 0 || scan.Damage[^1].Next < limit) segment.NextOffset = limit;
        segment.IsIndexed = true;
        return scan;
    }

    /// <summary>Indexes stay in memory when the disk is full.</summary>
    private void FlushIndexes()
    {
        try
        {
            segment.FlushIndexes([], isSealed);
        }
        catch (FileSystemException e) when (e.Error == FileError.NoSpace)
        {
            events.BackgroundFailed("write indexes", e);
        }
    }
}
