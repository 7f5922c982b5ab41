using System.Text;
using RestStream.Core.Records;
using RestStream.Server.Json;
using static RestStream.Server.Tests.Json.ParsedRecords;

namespace RestStream.Server.Tests.Json;

public sealed class NdjsonParserTests
{
    private static readonly System.Text.Json.JsonSerializerOptions AsWritten = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly NdjsonParser _parser = new(maxLineBytes: 200);

    [Fact]
    public void Lines_AreRecordsWhateverEndsThem()
    {
        using var table = TableOver("{\"key\":\"a\",\"value\":1}\n\r\n \t\n{\"value\":{\"b\":2}}\r\n{\"value\":3}");

        var consumed = _parser.Parse(table, isLast: true);

        Assert.Null(_parser.End);
        Assert.Equal(table.Body.Length, consumed);
        Assert.Equal(["1", "{\"b\":2}", "3"], Enumerable.Range(0, table.Count).Select(i => table.Value(i)!));
    }

    [Fact]
    public void LineWithoutItsEnd_WaitsForTheNextPart()
    {
        using var table = TableOver("{\"value\":1}\n{\"val");

        Assert.Equal(12, _parser.Parse(table, isLast: false));
        Assert.Equal(1, table.Count);
        Assert.Null(_parser.End);
    }

    [Fact]
    public void LineOutOfRange_IsRefusedAndTheOthersGoOn()
    {
        using var table = TableOver("{\"value\":1}\n\n{\"value\":2,\"partition\":-1}\n{\"value\":3}\n");

        _parser.Parse(table, isLast: true);

        var refusal = Assert.Single(_parser.Refusals);
        Assert.Null(_parser.End);
        Assert.Equal((1L, 3L, "/partition"), (refusal.Index, refusal.Error.Line, refusal.Error.Pointer));
        Assert.Equal(["1", "3"], Enumerable.Range(0, table.Count).Select(i => table.Value(i)!));
        Assert.Equal((0L, 1L), _parser.Locate(table, 0));
        Assert.Equal((2L, 4L), _parser.Locate(table, 1));
    }

    [Theory]
    [InlineData("{\"value\":")]
    [InlineData("{\"value\":1,")]
    [InlineData("{\"value\":1")]
    [InlineData("{\"value\":[1,")]
    [InlineData("{\"value\":[1")]
    [InlineData("{\"value\":\"a")]
    [InlineData("{\"value\":\"a\\")]
    [InlineData("{\"value\":1} {\"value\":2}")]
    [InlineData("{\"value\":1} x")]
    [InlineData("{\"value\":1},")]
    [InlineData("[{\"value\":1}]")]
    [InlineData("1")]
    [InlineData("}")]
    [InlineData("{\"key\":\"a\"}")]
    [InlineData("{\"value\":tru}")]
    [InlineData("{\"value\":1,\"partition\":-1,\"x\":1}")]
    [InlineData("{\"value\":1,\"partition\":-1} x")]
    [InlineData("{")]
    [InlineData("{\"value\"")]
    [InlineData("{\"value\":1,\"headers\":[")]
    [InlineData("{\"value\":1,\"headers\":[{\"name\":\"a\",")]
    public void LineThatCannotBeRead_EndsTheUploadBehindTheLinesBefore(string bad)
    {
        foreach (var rest in new[] { "\n{\"value\":9}\n", "\n", "" })
        {
            var parser = new NdjsonParser(200);
            using var table = TableOver("{\"value\":1}\n{\"value\":2}\n" + bad + rest);

            var consumed = parser.Parse(table, isLast: true);

            Assert.Equal((24, 2), (consumed, table.Count));
            Assert.Equal((JsonErrorKind.Unreadable, 3L, 2L), (parser.End!.Kind, parser.End.Line, parser.NextIndex));
            Assert.InRange(parser.End.ByteOffset, 24, 24 + bad.Length);
        }
    }

    [Fact]
    public void LineOverTheLimit_EndsTheUploadEvenUnfinished()
    {
        var line = "{\"value\":\"" + new string('x', 300) + "\"}";
        foreach (var (body, isLast) in new[] { ("{\"value\":1}\n" + line + "\n", true), ("{\"value\":1}\n" + line, false) })
        {
            var parser = new NdjsonParser(200);
            using var table = TableOver(body);

            Assert.Equal(12, parser.Parse(table, isLast));
            Assert.Equal((JsonErrorKind.LineTooLong, 2L, 1), (parser.End!.Kind, parser.End.Line, table.Count));
        }
    }

    [Fact]
    public void LineAtTheLimit_IsTaken()
    {
        var line = "{\"value\":\"" + new string('x', 188) + "\"}";
        using var table = TableOver(line + "\n" + line + "\r\n");

        _parser.Parse(table, isLast: true);

        Assert.Equal(200, line.Length);
        Assert.Equal((1, JsonErrorKind.LineTooLong), (table.Count, _parser.End!.Kind));
    }

    [Fact]
    public void Parts_CountLinesAndBytesOn()
    {
        using var first = TableOver("{\"value\":1}\n\n{\"value\":2}\n");
        using var second = TableOver("{\"value\":3}\n{\"value\":4,\"partition\":-1}\n{bad}\n");

        _parser.Parse(first, isLast: false);
        _parser.Parse(second, isLast: true);

        Assert.Equal((3L, 5L), (_parser.Refusals[0].Index, _parser.Refusals[0].Error.Line));
        Assert.Equal((2L, 4L), _parser.Locate(second, 0));
        Assert.Equal((6L, 4L), (_parser.End!.Line, _parser.NextIndex));
        Assert.Equal(25 + 12 + 27 + 1, _parser.End.ByteOffset);
    }

    [SkippableTheory]
    [InlineData("earthquakes.ndjson", 1_707)]
    [InlineData("flights.ndjson", 20_000)]
    [InlineData("movies.ndjson", 3_201)]
    public void RealRecords_AreReadWhole(string file, int count)
    {
        var folder = Environment.GetEnvironmentVariable("RESTSTREAM_DATA");
        Skip.If(folder is null, "RESTSTREAM_DATA is not set");
        var text = File.ReadAllBytes(Path.Combine(folder!, file));
        using var table = TableOver(text);
        var parser = new NdjsonParser(1 << 20);

        Assert.Equal(text.Length, parser.Parse(table, isLast: true));
        Assert.Equal((count, true), (table.Count, table.IsJson));
        var rebuilt = new StringBuilder();
        for (var i = 0; i < table.Count; i++) Rebuild(rebuilt, table, i);
        Assert.Equal(Encoding.Latin1.GetString(text), rebuilt.ToString());
    }

    private static void Rebuild(StringBuilder text, RecordTable table, int index)
    {
        var record = table.Records[index];
        var key = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(
            Encoding.UTF8.GetString(table.Bytes(record.KeyStart, record.KeyLength)), AsWritten)));
        text.Append("{\"key\":").Append(key);
        if (record.Timestamp != RecordSlice.NoTimestamp) text.Append(",\"timestamp\":").Append(record.Timestamp);
        text.Append(",\"value\":").Append(table.Value(index)).Append("}\n");
    }
}
