using System.Buffers;
using RestStream.Storage.Records;

namespace RestStream.Storage.Log;

/// <summary>Looks from an offset on for the first record with a timestamp or a later one. Of a batch that cannot be decompressed it knows the batch's own timestamps.</summary>
internal sealed class TimestampSearch(PartitionLog log, long timestamp, long end)
{
    private const int ReadBytes = 64 << 10;

    public (long Offset, long Timestamp)? Run(long from)
    {
        while (from < end)
        {
            var read = log.Read(from, ReadBytes, int.MaxValue, atLeastOne: true);
            if (read.Status == LogReadStatus.Damaged) from = read.NextReadableOffset;
            else if (read.Buffer is null) return null;
            else if (InBatches(read.Buffer.AsSpan(0, read.Length), from, out var next) is { } found) return Given(read.Buffer, found);
            else
            {
                ArrayPool<byte>.Shared.Return(read.Buffer);
                from = next;
            }
        }

        return null;
    }

    private static (long, long)? Given(byte[] buffer, (long, long) found)
    {
        ArrayPool<byte>.Shared.Return(buffer);
        return found;
    }

    private (long, long)? InBatches(ReadOnlySpan<byte> batches, long from, out long next)
    {
        next = from;
        while (RecordBatchHeader.TryRead(batches, out var header))
        {
            next = header.NextOffset;
            if (header.MaxTimestamp >= timestamp && InBatch(batches[..header.Length], header, from) is { } found) return found;
            batches = batches[header.Length..];
        }

        return null;
    }

    private (long, long)? InBatch(ReadOnlySpan<byte> batch, in RecordBatchHeader header, long from)
    {
        if (header.IsCompressed) return (Math.Max(from, header.BaseOffset), header.HasDeleteHorizon ? header.MaxTimestamp : Math.Max(timestamp, header.BaseTimestamp));
        var reader = RecordReader.Over(batch);
        while (reader.Read())
            if (reader.Offset >= from && reader.Timestamp >= timestamp) return (reader.Offset, reader.Timestamp);
        return null;
    }
}
