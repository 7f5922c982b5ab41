using System.Text;
using RestStream.Storage.Records;

namespace RestStream.Storage.Tests.Compaction;

/// <summary>A record of the compaction tests: its key and value as text; no value is a tombstone.</summary>
internal sealed record Keyed(string? Key, string? Value)
{
    /// <summary>One batch of records with one timestamp.</summary>
    public static byte[] Batch(long timestamp, short attributes, params Keyed[] records)
    {
        var buffer = new byte[RecordBatchFormat.HeaderBytes + records.Sum(r => Length(r.Key) + Length(r.Value) + 32)];
        var writer = new RecordBatchWriter(buffer, timestamp, attributes);
        foreach (var record in records) writer.Append(timestamp, Bytes(record.Key), record.Key is not null, Bytes(record.Value), record.Value is not null);
        return buffer[..writer.Complete()];
    }

    public static byte[] Batch(long timestamp, params Keyed[] records) => Batch(timestamp, 0, records);

    /// <summary>The records of batches, gzip ones too.</summary>
    public static List<(long Offset, long Timestamp, Keyed Record)> Read(ReadOnlySpan<byte> batches)
    {
        var found = new List<(long, long, Keyed)>();
        while (RecordBatchHeader.TryRead(batches, out var header))
        {
            Assert.True(RecordBatch.VerifyCrc(batches));
            Add(found, header, RecordBatch.Records(batches));
            batches = batches[header.Length..];
        }

        return found;
    }

    private static void Add(List<(long, long, Keyed)> found, in RecordBatchHeader header, ReadOnlySpan<byte> records)
    {
        DecompressedRecords? unpacked = null;
        if (header.IsCompressed && BatchDecompression.Decompress(header.Codec, records, out unpacked) != RecordBatchError.None) return;
        using var _ = unpacked;
        var reader = new RecordReader(header, unpacked is null ? records : unpacked.Bytes);
        while (reader.Read()) found.Add((reader.Offset, reader.Timestamp, new(Text(reader.HasKey, reader.Key), Text(reader.HasValue, reader.Value))));
        Assert.Equal(RecordBatchError.None, reader.Error);
    }

    private static int Length(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);

    private static byte[] Bytes(string? text) => text is null ? [] : Encoding.UTF8.GetBytes(text);

    private static string? Text(bool isThere, ReadOnlySpan<byte> bytes) => isThere ? Encoding.UTF8.GetString(bytes) : null;
}
