using RestStream.Storage.Log;

namespace RestStream.Storage.Compaction;

/// <summary>Which neighbouring segments become one: Kafka's rule. Together they are no larger than <c>segment.bytes</c> and an index, and their offsets span less than 2^31.</summary>
internal static class SegmentGroup
{
    /// <summary>How many segments from an index on; at least one.</summary>
    public static int CountFrom(IReadOnlyList<CleanableSegment> segments, int first, IReadOnlySet<LogSegment> excluded, LogConfig config)
    {
        long bytes = 0, offsetEntries = 0, timeEntries = 0;
        var count = 0;
        for (var i = first; i < segments.Count && !excluded.Contains(segments[i].Segment); i++, count++)
        {
            var segment = segments[i].Segment;
            bytes += segment.Size;
            offsetEntries += (long)segment.Offsets.Count * segment.Offsets.EntryBytes;
            timeEntries += (long)segment.Times.Count * segment.Times.EntryBytes;
            var fits = bytes <= config.SegmentBytes && Math.Max(offsetEntries, timeEntries) <= config.SegmentIndexBytes
                && segments[i].End - 1 - segments[first].Segment.BaseOffset <= int.MaxValue;
            if (!fits) break;
        }

        return Math.Max(1, count);
    }
}
