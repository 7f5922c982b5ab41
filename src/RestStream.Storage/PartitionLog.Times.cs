using RestStream.Storage.Files;
using RestStream.Storage.Log;
using RestStream.Storage.Records;

namespace RestStream.Storage;

public sealed partial class PartitionLog
{
    /// <summary>The first record below the high watermark with this timestamp (epoch ms) or a later one, found by the time indexes; null when there is none.</summary>
    /// <exception cref="LogClosedException">The log was closed or deleted.</exception>
    /// <exception cref="FileSystemException">The files cannot be read.</exception>
    public (long Offset, long Timestamp)? FindByTimestamp(long timestamp)
    {
        for (var attempt = 0; ; attempt++)
        {
            if (_isClosed) throw new LogClosedException($"The log of {Name} is closed.");
            try
            {
                Touch();
                return Find(timestamp);
            }
            catch (FileSystemException e) when (e.Error == FileError.NotFound && attempt < ReadAttempts)
            {
                // Retention took the segment: the list is another one now, or the log was deleted.
            }
        }
    }

    private (long Offset, long Timestamp)? Find(long timestamp)
    {
        var start = LogStartOffset;
        var end = HighWatermark;
        var segments = Segments;
        for (var i = segments.IndexOf(start); i < segments.Count; i++)
        {
            var segment = segments[i];
            EnsureIndexed(segment);
            // Without a timestamp, a compacted segment holds no record.
            if (i < segments.Count - 1 && LargestTimestamp(segment) is var largest && largest < timestamp && (largest >= 0 || MayLeap(segment))) continue;
            if (new TimestampSearch(this, timestamp, end).Run(Math.Max(start, From(segment, timestamp))) is { } found) return found;
        }

        return null;
    }

    /// <summary>No record before this offset in the segment has the timestamp or a later one.</summary>
    private long From(LogSegment segment, long timestamp)
    {
        if (!segment.Times.TryFloor(timestamp - 1, out var entry)) return segment.BaseOffset;
        if (Holds(segment, entry)) return segment.BaseOffset + entry.Value + 1;
        Rescan(segment);
        return segment.BaseOffset;
    }

    private long LargestTimestamp(LogSegment segment)
    {
        if (segment.MaxTimestamp >= 0 || segment.Times.Count == 0) return segment.MaxTimestamp;
        if (segment.Times.TryGet(segment.Times.Count - 1, out var last) && Holds(segment, last)) segment.MaxTimestamp = last.Key;
        else Rescan(segment);
        return segment.MaxTimestamp;
    }

    /// <summary>An entry of the time index is only believed when the log says the same.</summary>
    private static bool Holds(LogSegment segment, IndexEntry entry)
    {
        if (SegmentReader.Locate(segment, segment.BaseOffset + entry.Value, out var position, out _) != SegmentReadOutcome.Read) return false;
        Span<byte> bytes = stackalloc byte[RecordBatchFormat.HeaderBytes];
        return LogLoader.TryReadHeader(segment, position, bytes, out var header) && header.MaxTimestamp == entry.Key;
    }
}
