using System.Buffers;
using System.Text;
using System.Text.Json;
using RestStream.Schemas.Avro;
using static RestStream.Schemas.Tests.Avro.AvroText;

namespace RestStream.Schemas.Tests.Avro;

public sealed class AvroEncoderTests
{
    private const string Choice = """
        {"type":"record","name":"a.R","fields":[
          {"name":"u","type":["null","long","string",{"type":"record","name":"P","fields":[{"name":"x","type":"int"}]},{"type":"map","values":"int"}],"default":null},
          {"name":"d","type":["double","null"],"default":1.5}]}
        """;

    [Theory]
    [InlineData("{}", "00 00000000000000F83F")]
    [InlineData("{\"u\":7}", "020E 00000000000000F83F")]
    [InlineData("{\"u\":{\"long\":7}}", "020E 00000000000000F83F")]
    [InlineData("{\"u\":\"a\",\"d\":null}", "040261 02")]
    [InlineData("{\"u\":{\"x\":1}}", "0602 00000000000000F83F")]
    [InlineData("{\"u\":{\"a.P\":{\"x\":1}}}", "0602 00000000000000F83F")]
    [InlineData("{\"u\":{\"y\":1}}", "080202790200 00000000000000F83F")]
    [InlineData("{\"u\":{\"map\":{\"x\":1}}}", "080202780200 00000000000000F83F")]
    [InlineData("{\"d\":\"NaN\"}", "00 00000000000000F8FF")]
    public void Json_OfItsSchema_IsWritten(string json, string payload)
    {
        Assert.True(TryEncode(Choice, json, out byte[] written, out string? problem), problem);
        Assert.Equal(payload.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(written));
    }

    [Theory]
    [InlineData("\"int\"", "2147483648", "is no int")]
    [InlineData("\"int\"", "1.5", "is no int")]
    [InlineData("\"boolean\"", "0", "is no boolean")]
    [InlineData("\"bytes\"", "\"€\"", "is no bytes")]
    [InlineData("{\"type\":\"fixed\",\"name\":\"F\",\"size\":2}", "\"a\"", "is no F")]
    [InlineData("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}", "\"B\"", "is no E")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}", "{}", "\"a\" of R is missing")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}", "{\"b\":1}", "no field \"b\"")]
    [InlineData("{\"type\":\"array\",\"items\":\"int\"}", "{}", "is no array")]
    [InlineData("{\"type\":\"map\",\"values\":\"int\"}", "[]", "is no map")]
    public void Json_OfAnotherSchema_IsToldApart(string schema, string json, string problem)
    {
        Assert.False(TryEncode(schema, json, out byte[] written, out string? told));
        Assert.Contains(problem, told, StringComparison.Ordinal);
        Assert.Empty(written);
    }

    [Fact]
    public void Json_ThatWasShown_IsTheSamePayloadAgain()
    {
        Assert.True(TryEncode(Choice, """{"u":{"x":-5},"d":0.25}""", out byte[] payload, out _));
        var shown = new ArrayBufferWriter<byte>();
        Assert.True(Parse(Choice).TryDecode(payload, shown, out _));
        Assert.Equal("""{"u":{"x":-5},"d":0.25}""", Encoding.UTF8.GetString(shown.WrittenSpan));
        Assert.True(TryEncode(Choice, Encoding.UTF8.GetString(shown.WrittenSpan), out byte[] again, out _));
        Assert.Equal(payload, again);
    }

    private static bool TryEncode(string schema, string json, out byte[] written, out string? problem)
    {
        var payload = new ArrayBufferWriter<byte>();
        using var value = JsonDocument.Parse(json);
        bool fits = AvroEncoder.TryEncode(Parse(schema).Root, value.RootElement, payload, out problem);
        written = payload.WrittenSpan.ToArray();
        return fits;
    }
}
