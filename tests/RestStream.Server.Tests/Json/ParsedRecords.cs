using System.Buffers;
using System.Text;
using RestStream.Core.Records;
using RestStream.Server.Json;

namespace RestStream.Server.Tests.Json;

/// <summary>Arranges a table over a body and reads records back out of it.</summary>
internal static class ParsedRecords
{
    public static RecordTable TableOver(ReadOnlySpan<byte> body)
    {
        var pooled = ArrayPool<byte>.Shared.Rent(Math.Max(1, body.Length));
        body.CopyTo(pooled);
        var table = new RecordTable();
        table.TakeBody(pooled, body.Length);
        return table;
    }

    public static RecordTable TableOver(string body) => TableOver(Encoding.UTF8.GetBytes(body));

    public static RecordTable Parse(string body)
    {
        var table = TableOver(body);
        Assert.Null(JsonBodyParser.Parse(table, 10_000));
        return table;
    }

    public static JsonError Refuse(ReadOnlySpan<byte> body, int maxRecords = 10_000)
    {
        using var table = TableOver(body);
        var error = JsonBodyParser.Parse(table, maxRecords);
        Assert.NotNull(error);
        return error;
    }

    public static JsonError Refuse(string body, int maxRecords = 10_000) => Refuse(Encoding.UTF8.GetBytes(body), maxRecords);

    public static string? Key(this RecordTable table, int index = 0) => Text(table, table.Records[index].KeyStart, table.Records[index].KeyLength);

    public static string? Value(this RecordTable table, int index = 0) => Text(table, table.Records[index].ValueStart, table.Records[index].ValueLength);

    public static string Headers(this RecordTable table, int index = 0)
    {
        var text = new StringBuilder();
        var record = table.Records[index];
        foreach (var header in table.Headers.Slice(record.HeaderStart, record.HeaderCount))
        {
            text.Append(Text(table, header.NameStart, header.NameLength)).Append('=');
            text.Append(Text(table, header.ValueStart, header.ValueLength) ?? "(null)").Append(';');
        }

        return text.ToString();
    }

    private static string? Text(RecordTable table, int start, int length) => length < 0 ? null : Encoding.Latin1.GetString(table.Bytes(start, length));
}
