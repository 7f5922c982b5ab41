using System.Text;
using RestStream.Server.Filters;
using RestStream.Storage.Records;

namespace RestStream.Server.Tests.Filters;

/// <summary>A record to test filters on; a null key or value is none.</summary>
internal sealed record FilteredRecord(byte[]? Key, byte[]? Value)
{
    public const string Topic = "quakes";
    public const int Partition = 3;
    public const long Offset = 41;
    public const long Timestamp = 1_517_966_773_840;

    public IReadOnlyList<(string Name, byte[]? Value)> Headers { get; init; } = [];

    public static FilteredRecord Of(string? key, string? value, params (string Name, string? Value)[] headers) => new(Bytes(key), Bytes(value))
    {
        Headers = [.. headers.Select(header => (header.Name, Bytes(header.Value)))],
    };

    /// <summary>Whether a filter wants it; <paramref name="isJson"/> is the batch's mark.</summary>
    public bool Fits(Filter filter, bool isJson = true)
    {
        var headerBytes = Headers.Sum(header => RecordBatchWriter.HeaderSizeInBytes(Encoding.UTF8.GetByteCount(header.Name), header.Value?.Length ?? -1));
        var room = new byte[4096 + (Key?.Length ?? 0) + (Value?.Length ?? 0) + headerBytes];
        var writer = new RecordBatchWriter(room, Timestamp);
        writer.BeginRecord(Timestamp, Key, Key is not null, Value, Value is not null, Headers.Count, headerBytes);
        foreach (var (name, value) in Headers) writer.AddHeader(Encoding.UTF8.GetBytes(name), value, value is not null);
        var batch = room.AsSpan(0, writer.Complete());
        RecordBatch.SetBaseOffset(batch, Offset);
        var reader = RecordReader.Over(batch);
        Assert.True(reader.Read());
        return filter.Matches(reader, isJson, Partition, Encoding.UTF8.GetBytes(Topic));
    }

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
}
