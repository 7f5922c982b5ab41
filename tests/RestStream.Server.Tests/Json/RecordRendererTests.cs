using System.Buffers;
using System.Text;
using System.Text.Json;
using RestStream.Server.Json;
using RestStream.Storage.Records;

namespace RestStream.Server.Tests.Json;

public sealed class RecordRendererTests
{
    private const long Timestamp = 1_517_966_773_840;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void JsonRecord_IsSplicedRaw(bool isJson)
    {
        var text = Render("ci37"u8, "{ \"mag\" : 2, \"mag\":\"\\ud800\" }"u8, isJson);

        Assert.Equal("{\"partition\":3,\"offset\":7,\"timestamp\":1517966773840,\"key\":\"ci37\",\"value\":{ \"mag\" : 2, \"mag\":\"\\ud800\" },\"headers\":[]}", text);
    }

    [Fact]
    public void NullKeyAndTombstone_AreNull()
    {
        var text = RenderOne((ref RecordBatchWriter writer) => writer.Append(Timestamp, default, hasKey: false, default, hasValue: false), isJson: true);

        Assert.Contains("\"key\":null,\"value\":null,", text, StringComparison.Ordinal);
    }

    [Fact]
    public void EmptyKeyAndValue_AreNotNull()
    {
        Assert.Contains("\"key\":\"\",\"value\":\"\",\"valueEncoding\":\"text\"", Render(""u8, ""u8, isJson: false), StringComparison.Ordinal);
    }

    [Fact]
    public void KeyAndTextValue_AreEscapedWhereTheyMust()
    {
        var key = "a\"\\/\b\f\n\r\t\0\u001f\u007fé😀";
        using var record = JsonDocument.Parse(Render(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes("x" + key), isJson: false));

        Assert.Equal(key, record.RootElement.GetProperty("key").GetString());
        Assert.Equal("x" + key, record.RootElement.GetProperty("value").GetString());
        Assert.Equal("text", record.RootElement.GetProperty("valueEncoding").GetString());
        Assert.Contains("\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007fé😀\"", Render(Encoding.UTF8.GetBytes(key), "1"u8, isJson: true), StringComparison.Ordinal);
    }

    [Fact]
    public void BytesThatAreNotUtf8_AreBase64()
    {
        var text = Render([0xFF, 0xFE], [0xC3], isJson: false);

        Assert.Contains("\"key\":\"//4=\",\"keyEncoding\":\"base64\",\"value\":\"ww==\",\"valueEncoding\":\"base64\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_SayWhatTheirBytesAre()
    {
        var text = RenderOne(Append, isJson: true);

        Assert.EndsWith(",\"headers\":[{\"name\":\"a\",\"value\":\"b\\n\"},{\"name\":\"a\",\"value\":null},{\"name\":\"\",\"value\":\"/w==\",\"valueEncoding\":\"base64\"}]}", text, StringComparison.Ordinal);

        static void Append(ref RecordBatchWriter writer)
        {
            var size = RecordBatchWriter.HeaderSizeInBytes(1, 2) + RecordBatchWriter.HeaderSizeInBytes(1, -1) + RecordBatchWriter.HeaderSizeInBytes(0, 1);
            writer.BeginRecord(Timestamp, "k"u8, hasKey: true, "1"u8, hasValue: true, headerCount: 3, size);
            writer.AddHeader("a"u8, "b\n"u8, hasValue: true);
            writer.AddHeader("a"u8, default, hasValue: false);
            writer.AddHeader(""u8, [0xFF], hasValue: true);
        }
    }

    [Fact]
    public void OneLine_TurnsLineBreaksInTheValueIntoSpaces()
    {
        Assert.Contains("\"value\":[  1, 2 ]", Render("k"u8, "[\r\n1,\n2\n]"u8, isJson: true, RecordForm.OneLine), StringComparison.Ordinal);
        Assert.Contains("\"value\":[  1, 2 ]", Render("k"u8, "[\r\n1,\n2\n]"u8, isJson: false, RecordForm.OneLine), StringComparison.Ordinal);
        Assert.Contains("\"value\":[\r\n1,\n2\n]", Render("k"u8, "[\r\n1,\n2\n]"u8, isJson: true), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', Render("k\n"u8, "no json\n"u8, isJson: false, RecordForm.OneLine));
    }

    [Fact]
    public void WhatIsWritten_IsReadBackTheSame()
    {
        var text = Render([0xFF], "a \"text\""u8, isJson: false);
        using var record = JsonDocument.Parse(text);
        var again = $"[{{\"key\":{record.RootElement.GetProperty("key").GetRawText()},\"keyEncoding\":\"base64\",\"value\":{record.RootElement.GetProperty("value").GetRawText()},\"valueEncoding\":\"text\"}}]";
        using var table = ParsedRecords.Parse(again);

        Assert.Equal(("\u00ff", "a \"text\""), (table.Key(), table.Value()));
    }

    private delegate void Append(ref RecordBatchWriter writer);

    private static string Render(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isJson, RecordForm form = RecordForm.Exact)
    {
        var (keyBytes, valueBytes) = (key.ToArray(), value.ToArray());
        return RenderOne((ref RecordBatchWriter writer) => writer.Append(Timestamp, keyBytes, hasKey: true, valueBytes, hasValue: true), isJson, form);
    }

    private static string RenderOne(Append append, bool isJson, RecordForm form = RecordForm.Exact)
    {
        var batch = new byte[4096];
        var writer = new RecordBatchWriter(batch, Timestamp);
        append(ref writer);
        var length = writer.Complete();
        RecordBatch.SetBaseOffset(batch, 7);
        var reader = RecordReader.Over(batch.AsSpan(0, length));
        Assert.True(reader.Read());
        var output = new ArrayBufferWriter<byte>();
        RecordRenderer.Write(output, new RecordPrefix(), 3, reader, isJson, form);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
