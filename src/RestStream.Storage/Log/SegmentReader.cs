using System.Buffers;
using RestStream.Storage.Records;

namespace RestStream.Storage.Log;

/// <summary>Reads batches from one segment: by the offset index to the nearest entry, over headers to the batch, then whole batches, each verified. No lock.</summary>
internal static class SegmentReader
{
    private const int WalkBytes = 8 << 10, FirstReadBytes = 64 << 10;

    public static SegmentReadOutcome Read(LogSegment segment, in ReadRequest request, out byte[]? buffer, out int length)
    {
        buffer = null;
        length = 0;
        var outcome = Locate(segment, request.Offset, out var position, out var first);
        if (outcome != SegmentReadOutcome.Read) return outcome;
        if (first > request.MaxBytes && !request.AtLeastOne) return SegmentReadOutcome.Read;

        length = Gather(segment, request, position, first, out buffer);
        return buffer is null ? SegmentReadOutcome.Anomaly : SegmentReadOutcome.Read;
    }

    /// <summary>True when the batches hold no record; <paramref name="next"/> is the offset after them then.</summary>
    public static bool AreEmptied(ReadOnlySpan<byte> batches, out long next)
    {
        next = -1;
        while (RecordBatchHeader.TryRead(batches, out var header))
        {
            if (header.Count > 0) return false;
            next = header.NextOffset;
            batches = batches[header.Length..];
        }

        return true;
    }

    /// <summary>Finds the first batch that reaches <paramref name="offset"/> and its length.</summary>
    public static SegmentReadOutcome Locate(LogSegment segment, long offset, out long position, out int length)
    {
        position = length = 0;
        var expected = -1L;
        var last = -1L;
        if (segment.Offsets.TryFloor(offset - segment.BaseOffset, out var entry))
        {
            position = entry.Value;
            last = segment.BaseOffset + entry.Key;
        }

        Span<byte> window = stackalloc byte[WalkBytes];
        var windowStart = 0L;
        var windowLength = 0;
        var size = segment.Size;
        if (position < 0 || (last >= 0 && position >= size)) return SegmentReadOutcome.Anomaly;
        while (position < size)
        {
            if (!IsInWindow(position, windowStart, windowLength))
            {
                windowStart = position;
                windowLength = segment.File.Read(window[..(int)Math.Min(WalkBytes, size - position)], position);
            }

            var bytes = window[(int)(position - windowStart)..windowLength];
            if (!RecordBatchHeader.TryRead(bytes, out var header) || position + header.Length > size) return SegmentReadOutcome.Anomaly;
            if (!Fits(segment, header, expected, last)) return SegmentReadOutcome.Anomaly;
            length = header.Length;
            if (header.LastOffset >= offset) return header.BaseOffset <= offset || segment.HasLeaps ? SegmentReadOutcome.Read : SegmentReadOutcome.Anomaly;
            expected = header.NextOffset;
            last = -1;
            position += length;
        }

        return SegmentReadOutcome.Nothing;
    }

    private static bool IsInWindow(long position, long start, int length) =>
        position >= start && position + RecordBatchFormat.HeaderBytes <= start + length;

    /// <summary>The first batch ends where its index entry says, each next one begins where the one before ended.</summary>
    private static bool Fits(LogSegment segment, in RecordBatchHeader header, long expected, long last) =>
        (last < 0 || header.LastOffset == last) && (expected < 0 || Follows(segment, header, expected));

    private static bool Follows(LogSegment segment, in RecordBatchHeader header, long expected) =>
        header.BaseOffset == expected || (header.BaseOffset > expected && segment.HasLeaps);

    /// <summary>Fills a buffer with whole, verified batches, making it larger as more are wanted; null when the first one is bad.</summary>
    private static int Gather(LogSegment segment, in ReadRequest request, long position, int first, out byte[]? buffer)
    {
        var limit = (int)Math.Min(Math.Max(first, request.MaxBytes), segment.Size - position);
        int taken = 0, filled = 0, records = 0, wanted = Math.Min(Math.Max(first, FirstReadBytes), limit);
        var expected = -1L;
        var rented = ArrayPool<byte>.Shared.Rent(wanted);
        try
        {
            while (true)
            {
                filled += segment.File.Read(rented.AsSpan(filled, wanted - filled), position + filled);
                var isDone = TakeBatches(segment, rented.AsSpan(0, filled), request, ref taken, ref records, ref expected, out var next);
                if (isDone || filled < wanted || wanted == limit) break;
                wanted = (int)Math.Min(limit, Math.Max((long)taken + next, wanted * 4L));
                if (wanted > rented.Length) Grow(ref rented, filled, wanted);
            }
        }
        catch
        {
            taken = 0;
            throw;
        }
        finally
        {
            if (taken == 0) ArrayPool<byte>.Shared.Return(rented);
        }

        buffer = taken == 0 ? null : rented;
        return taken;
    }

    private static void Grow(ref byte[] rented, int filled, int wanted)
    {
        var larger = ArrayPool<byte>.Shared.Rent(wanted);
        rented.AsSpan(0, filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(rented);
        rented = larger;
    }

    /// <returns>True when nothing more is to be read.</returns>
    private static bool TakeBatches(
        LogSegment segment, ReadOnlySpan<byte> bytes, in ReadRequest request, ref int taken, ref int records, ref long expected, out int next)
    {
        next = 0;
        while (records < request.MaxRecords || taken == 0)
        {
            var rest = bytes[taken..];
            if (rest.Length < RecordBatchFormat.HeaderBytes) return false;
            if (!RecordBatchHeader.TryRead(rest, out var header)) return true;
            if (header.BaseOffset >= request.End || (taken > 0 && !Follows(segment, header, expected))) return true;
            next = header.Length;
            if (next > rest.Length) return false;
            if (RecordBatch.Verify(rest) != RecordBatchError.None) return true;
            taken += next;
            records += header.Count;
            expected = header.NextOffset;
        }

        return true;
    }
}
