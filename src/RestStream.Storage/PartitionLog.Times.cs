using RestStream.Storage.Log;
using RestStream.Storage.Records;

namespace RestStream.Storage;

public sealed partial class PartitionLog
{
    /// <summary>The first record below the high watermark with this timestamp (epoch ms) or a later one, found by the time indexes; null when there is none.</summary>
    public (long Offset, long Timestamp)? FindByTimestamp(long timestamp)
    {
        var start = LogStartOffset;
        var end = HighWatermark;
        var segments = Segments;
        for (var i = segments.IndexOf(start); i < segments.Count; i++)
        {
            var segment = segments[i];
            EnsureIndexed(segment);
            if (!MayHold(segment, timestamp, i == segments.Count - 1)) continue;
            if (new TimestampSearch(this, timestamp, end).Run(Math.Max(start, From(segment, timestamp))) is { } found) return found;
        }

        return null;
    }

    private static bool MayHold(LogSegment segment, long timestamp, bool isActive) =>
        isActive || segment.Times.Count == 0 || (segment.Times.TryGet(segment.Times.Count - 1, out var last) && last.Key >= timestamp);

    /// <summary>No record before this offset in the segment has the timestamp or a later one.</summary>
    private static long From(LogSegment segment, long timestamp) =>
        segment.Times.TryFloor(timestamp, out var entry) ? segment.BaseOffset + entry.Value : segment.BaseOffset;
}
