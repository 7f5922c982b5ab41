using System.Buffers;
using RestStream.Storage;
using RestStream.Storage.Records;

namespace RestStream.Broker.State;

/// <summary>Reads an internal log from start to end, one chunk in memory at a time. What cannot be read ends it.</summary>
internal static class LogScan
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>Gives every record.</summary>
    /// <exception cref="IOException">The log cannot be read now.</exception>
    /// <exception cref="InvalidDataException">Something in it cannot be read, now or later; the message says what and where.</exception>
    public static void Read(PartitionLog log, LogScanVisitor visit)
    {
        var next = log.LogStartOffset;
        while (next < log.HighWatermark)
        {
            var read = log.Read(next, ChunkBytes, int.MaxValue, atLeastOne: true);
            if (read.Status == LogReadStatus.Closed) return;
            if (read.Status == LogReadStatus.Damaged) throw Unreadable(log, next, $"it is damaged up to offset {read.NextReadableOffset}");
            // Compaction may have taken what came after.
            if (read.Buffer is null) return;
            next = Visit(log, read.Buffer, read.Length, visit);
        }
    }

    /// <summary>What is thrown of a record that cannot be understood.</summary>
    public static InvalidDataException Unreadable(PartitionLog log, long offset, string reason) => new($"{log.Partition} cannot be read at offset {offset}: {reason}.");

    private static long Visit(PartitionLog log, byte[] buffer, int length, LogScanVisitor visit)
    {
        try
        {
            var next = 0L;
            for (var rest = buffer.AsSpan(0, length); RecordBatchHeader.TryRead(rest, out var header) && header.Length <= rest.Length; rest = rest[header.Length..])
            {
                if (!header.IsControl) VisitBatch(log, header, rest[..header.Length], visit);
                next = header.NextOffset;
            }

            return next;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void VisitBatch(PartitionLog log, in RecordBatchHeader header, ReadOnlySpan<byte> batch, LogScanVisitor visit)
    {
        if (!header.IsCompressed)
        {
            VisitRecords(log, header, RecordBatch.Records(batch), visit);
            return;
        }

        var error = BatchDecompression.Decompress(header.Codec, RecordBatch.Records(batch), out var records);
        using (records)
        {
            if (error != RecordBatchError.None) throw Unreadable(log, header.BaseOffset, $"its batch cannot be unpacked ({header.Codec}, {error})");
            VisitRecords(log, header, records!.Bytes, visit);
        }
    }

    private static void VisitRecords(PartitionLog log, in RecordBatchHeader header, ReadOnlySpan<byte> records, LogScanVisitor visit)
    {
        var reader = new RecordReader(header, records);
        while (reader.Read()) visit(reader);
        if (reader.Error != RecordBatchError.None) throw Unreadable(log, header.BaseOffset, $"its batch is malformed ({reader.Error})");
    }
}
