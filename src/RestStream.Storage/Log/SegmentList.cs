namespace RestStream.Storage.Log;

/// <summary>The segments of a log by ascending base offset: immutable, so that readers keep a list that is whole while the log rolls or deletes.</summary>
internal sealed class SegmentList(params LogSegment[] segments)
{
    public static SegmentList Empty { get; } = new();

    public int Count => segments.Length;

    public LogSegment this[int index] => segments[index];

    /// <summary>The segment that is written to; null before the first append.</summary>
    public LogSegment? Active => segments.Length == 0 ? null : segments[^1];

    public ReadOnlySpan<LogSegment> All => segments;

    /// <summary>The bytes of all segments.</summary>
    public long SizeBytes
    {
        get
        {
            var sum = 0L;
            foreach (var segment in segments) sum += segment.Size;
            return sum;
        }
    }

    /// <summary>The index of the segment that would hold the offset: the last one whose base is not above it; 0 when all are.</summary>
    public int IndexOf(long offset)
    {
        int low = 0, high = segments.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (segments[middle].BaseOffset <= offset) low = middle + 1;
            else high = middle;
        }

        return Math.Max(0, low - 1);
    }

    public SegmentList With(LogSegment segment) => new([.. segments, segment]);

    /// <summary>The list with one segment in the place of <paramref name="count"/>.</summary>
    public SegmentList Replaced(int index, int count, LogSegment segment) => new([.. segments[..index], segment, .. segments[(index + count)..]]);

    public SegmentList WithoutFirst(int count) => new(segments[count..]);
}
