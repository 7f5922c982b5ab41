namespace RestStream.Storage.Log;

/// <summary>Which of the oldest segments may go: by time (from the later of the largest timestamp and the last append, so that loading old events deletes none), by size, or
/// because they lie below the log start. Never what is not synced.</summary>
internal sealed class RetentionPolicy(LogConfig config, long nowMs, long logStart, long syncedEnd)
{
    public IReadOnlyList<(LogSegment Segment, string Reason)> Choose(SegmentList segments, Func<LogSegment, long> lastWrite)
    {
        var chosen = new List<(LogSegment, string)>();
        var left = segments.SizeBytes;
        foreach (var segment in segments.All)
        {
            var isActive = ReferenceEquals(segment, segments.Active);
            if (isActive && segment.Size == 0) break;
            if (End(segments, chosen.Count) > syncedEnd) break;
            if (Reason(segment, isActive, End(segments, chosen.Count), left, lastWrite) is not { } reason) break;
            chosen.Add((segment, reason));
            left -= segment.Size;
        }

        return chosen;
    }

    private static long End(SegmentList segments, int index) => index + 1 < segments.Count ? segments[index + 1].BaseOffset : segments[index].NextOffset;

    private string? Reason(LogSegment segment, bool isActive, long end, long left, Func<LogSegment, long> lastWrite)
    {
        if (!isActive && end <= logStart) return "log start offset";
        if (!config.DeletePolicy) return null;
        if (config.RetentionBytes >= 0 && left - segment.Size >= config.RetentionBytes) return "retention.bytes";
        if (config.RetentionMs < 0) return null;
        var last = lastWrite(segment);
        return last >= 0 && nowMs - last > config.RetentionMs ? "retention.ms" : null;
    }
}
