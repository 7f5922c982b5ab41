namespace RestStream.Storage.Log;

/// <summary>Makes the indexes of a segment anew from its log and finds all damage in it. Under the partition's lock.</summary>
internal sealed class SegmentRebuild(LogSegment segment, long length, long limit, bool isSealed, LogConfig config)
{
    public SegmentScan Run()
    {
        segment.Offsets.Truncate(0);
        segment.Times.Truncate(0);
        segment.ResetTracking(segment.BaseOffset, -1);
        var scan = new SegmentScan(segment, 0, length, config.IndexIntervalBytes);
        scan.Run(limit, limit);
        if (!config.CompactPolicy) scan.NoteHole(limit);
        segment.FlushIndexes([], isSealed);
        segment.NextOffset = limit;
        segment.IsIndexed = true;
        return scan;
    }
}
