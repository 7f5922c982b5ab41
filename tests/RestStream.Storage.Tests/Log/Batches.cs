using RestStream.Storage.Records;

namespace RestStream.Storage.Tests.Log;

/// <summary>Batches for the log's tests.</summary>
internal static class Batches
{
    /// <summary>A batch of records with these values and one timestamp.</summary>
    public static byte[] Of(long timestamp, params byte[][] values)
    {
        var buffer = new byte[RecordBatchFormat.HeaderBytes + values.Sum(v => v.Length + 32)];
        var writer = new RecordBatchWriter(buffer, timestamp);
        foreach (var value in values) writer.Append(timestamp, default, false, value, true);
        return buffer[..writer.Complete()];
    }

    /// <summary>One record of so many bytes.</summary>
    public static byte[] Sized(int valueBytes, long timestamp = 1000) => Of(timestamp, new byte[valueBytes]);

    /// <summary>One record whose value is a number's text.</summary>
    public static byte[] Numbered(long number, long timestamp = 1000, int padding = 0) =>
        Of(timestamp, System.Text.Encoding.ASCII.GetBytes($"{number} {new string('x', padding)}"));

    /// <summary>The values of all records in the batches, with their offsets.</summary>
    public static List<(long Offset, byte[] Value)> Read(ReadOnlySpan<byte> batches)
    {
        var found = new List<(long, byte[])>();
        while (RecordBatchHeader.TryRead(batches, out var header))
        {
            var reader = RecordReader.Over(batches);
            while (reader.Read()) found.Add((reader.Offset, reader.Value.ToArray()));
            Assert.Equal(RecordBatchError.None, reader.Error);
            batches = batches[header.Length..];
        }

        return found;
    }

    /// <summary>The offset after the last batch.</summary>
    public static long NextOffset(ReadOnlySpan<byte> batches)
    {
        var next = -1L;
        while (RecordBatchHeader.TryRead(batches, out var header))
        {
            next = header.NextOffset;
            batches = batches[header.Length..];
        }

        return next;
    }

    /// <summary>The number that <see cref="Numbered"/> put into a value.</summary>
    public static long NumberOf(byte[] value) => long.Parse(System.Text.Encoding.ASCII.GetString(value).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
}
