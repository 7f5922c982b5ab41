using System.Buffers;
using System.Text;
using RestStream.Core.Fetch;
using RestStream.Core.Records;
using RestStream.Storage.Records;

namespace RestStream.Broker.Tests;

/// <summary>Makes record tables and reads what was fetched.</summary>
internal static class Records
{
    public static RecordTable Table(params ReadOnlySpan<Rec> records)
    {
        var table = new RecordTable { IsJson = true };
        var body = new List<byte>();
        foreach (var record in records)
        {
            var headerStart = table.Headers.Length;
            foreach (var (name, value) in record.Headers)
            {
                var (nameSlice, valueSlice) = (Put(body, name), Put(body, value));
                table.AddHeader(new HeaderSlice(nameSlice.Start, nameSlice.Length, valueSlice.Start, valueSlice.Length));
            }

            var key = Put(body, record.Key);
            var text = Put(body, record.Value);
            table.Add(new RecordSlice
            {
                KeyStart = key.Start, KeyLength = key.Length, ValueStart = text.Start, ValueLength = text.Length,
                HeaderStart = headerStart, HeaderCount = record.Headers.Length,
                Timestamp = record.Timestamp ?? RecordSlice.NoTimestamp, Partition = record.Partition, Offset = -1,
            });
        }

        var pooled = ArrayPool<byte>.Shared.Rent(Math.Max(1, body.Count));
        body.CopyTo(pooled);
        table.TakeBody(pooled, body.Count);
        return table;
    }

    public static RecordTable Table(int count, int valueBytes, int partition = -1) =>
        Table([.. Enumerable.Range(0, count).Select(i => new Rec($"{i}".PadLeft(valueBytes, '0'), Partition: partition))]);

    /// <summary>The records of a fetched partition, from the offset asked for on.</summary>
    public static List<Stored> Of(FetchedPartition fetched, long from = 0)
    {
        var stored = new List<Stored>();
        var batches = fetched.Batches.Span;
        for (var batch = 0; !batches.IsEmpty; batch++)
        {
            Assert.True(RecordBatch.VerifyCrc(batches));
            RecordBatchHeader.TryRead(batches, out var header);
            var reader = RecordReader.Over(batches);
            while (reader.Read())
            {
                if (reader.Offset >= from) stored.Add(Read(reader, header, batch));
            }

            Assert.Equal(RecordBatchError.None, reader.Error);
            batches = batches[header.Length..];
        }

        return stored;
    }

    private static Stored Read(in RecordReader reader, in RecordBatchHeader header, int batch)
    {
        var headers = new List<(string, string?)>();
        var walk = reader.Headers;
        while (walk.Read()) headers.Add((Encoding.UTF8.GetString(walk.Name), walk.HasValue ? Encoding.UTF8.GetString(walk.Value) : null));
        return new Stored(
            reader.Offset, reader.Timestamp, reader.HasKey ? Encoding.UTF8.GetString(reader.Key) : null,
            reader.HasValue ? Encoding.UTF8.GetString(reader.Value) : null, headers, header.IsJson, header.IsLogAppendTime, batch, header.Length);
    }

    private static (int Start, int Length) Put(List<byte> body, string? text)
    {
        if (text is null) return (0, -1);
        var start = body.Count;
        body.AddRange(Encoding.UTF8.GetBytes(text));
        return (start, body.Count - start);
    }
}
