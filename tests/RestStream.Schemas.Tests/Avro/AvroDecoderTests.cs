using System.Buffers;
using System.Text;
using System.Text.Json;
using RestStream.Schemas.Avro;
using RestStream.TestKit;
using Xunit.Abstractions;
using static RestStream.Schemas.Tests.Avro.AvroText;

namespace RestStream.Schemas.Tests.Avro;

public sealed class AvroDecoderTests(ITestOutputHelper output)
{
    private const string Order = """
        {"type":"record","name":"Order","namespace":"shop","fields":[
          {"name":"id","type":"long"},
          {"name":"note","type":["null","string"]},
          {"name":"state","type":{"type":"enum","name":"State","symbols":["OPEN","PAID"]}},
          {"name":"lines","type":{"type":"array","items":{"type":"record","name":"Line","fields":[{"name":"sku","type":"string"},{"name":"price","type":"double"}]}}},
          {"name":"tags","type":{"type":"map","values":"int"}},
          {"name":"hash","type":{"type":"fixed","name":"Hash","size":2}}]}
        """;

    [Theory]
    [InlineData("\"null\"", "", "null")]
    [InlineData("\"boolean\"", "01", "true")]
    [InlineData("\"int\"", "01", "-1")]
    [InlineData("\"int\"", "FFFFFFFF0F", "-2147483648")]
    [InlineData("\"int\"", "8001", "64")]
    [InlineData("\"int\"", "808000", "0")]
    [InlineData("\"long\"", "FEFFFFFFFFFFFFFFFF01", "9223372036854775807")]
    [InlineData("\"float\"", "0000C03F", "1.5")]
    [InlineData("\"float\"", "0000C07F", "\"NaN\"")]
    [InlineData("\"double\"", "000000000000F8BF", "-1.5")]
    [InlineData("\"double\"", "000000000000F0FF", "\"-Infinity\"")]
    [InlineData("\"bytes\"", "0600FF41", "\"\\u0000ÿA\"")]
    [InlineData("\"string\"", "06666F6F", "\"foo\"")]
    [InlineData("\"string\"", "08F09F9880", "\"\\uD83D\\uDE00\"")]
    [InlineData("{\"type\":\"record\",\"name\":\"test\",\"fields\":[{\"name\":\"a\",\"type\":\"long\"},{\"name\":\"b\",\"type\":\"string\"}]}", "3606666F6F", "{\"a\":27,\"b\":\"foo\"}")]
    [InlineData("{\"type\":\"enum\",\"name\":\"Foo\",\"symbols\":[\"A\",\"B\",\"C\",\"D\"]}", "06", "\"D\"")]
    [InlineData("{\"type\":\"array\",\"items\":\"long\"}", "04063600", "[3,27]")]
    [InlineData("{\"type\":\"array\",\"items\":\"long\"}", "0304063600", "[3,27]")]
    [InlineData("{\"type\":\"array\",\"items\":\"long\"}", "0206023600", "[3,27]")]
    [InlineData("{\"type\":\"map\",\"values\":\"int\"}", "0202610200", "{\"a\":1}")]
    [InlineData("[\"null\",\"string\"]", "00", "null")]
    [InlineData("[\"null\",\"string\"]", "020261", "\"a\"")]
    [InlineData("{\"type\":\"fixed\",\"name\":\"F\",\"size\":0}", "", "\"\"")]
    [InlineData("{\"type\":\"int\",\"logicalType\":\"date\"}", "02", "1")]
    [InlineData("{\"type\":\"record\",\"name\":\"L\",\"fields\":[{\"name\":\"next\",\"type\":[\"null\",\"L\"]}]}", "020200", "{\"next\":{\"next\":{\"next\":null}}}")]
    public void Payload_OfItsSchema_IsShownAsJson(string schema, string payload, string json)
    {
        var shown = new ArrayBufferWriter<byte>();
        Assert.True(Parse(schema).TryDecode(Convert.FromHexString(payload), shown, out string? problem), problem);
        Assert.Equal(json, Encoding.UTF8.GetString(shown.WrittenSpan));
        Assert.True(Parse(schema).TryDecode(Convert.FromHexString(payload), null, out _));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("\"null\"", "00", "1 bytes follow")]
    [InlineData("\"boolean\"", "", "1 bytes are needed, 0 are left")]
    [InlineData("\"boolean\"", "02", "0 or 1")]
    [InlineData("\"int\"", "", "ends within a number")]
    [InlineData("\"int\"", "80", "ends within a number")]
    [InlineData("\"int\"", "8080808010", "does not fit in an int")]
    [InlineData("\"long\"", "FFFFFFFFFFFFFFFFFF02", "64 bits")]
    [InlineData("\"long\"", "FFFFFFFFFFFFFFFFFFFF01", "64 bits")]
    [InlineData("\"double\"", "00000000", "8 bytes are needed, 4 are left")]
    [InlineData("\"string\"", "0661", "3 bytes are announced, 1 are left")]
    [InlineData("\"string\"", "01", "negative")]
    [InlineData("\"string\"", "FEFFFFFFFFFFFFFFFF01", "are announced")]
    [InlineData("\"string\"", "02FF", "not UTF-8")]
    [InlineData("{\"type\":\"map\",\"values\":\"int\"}", "0202FF0200", "not UTF-8")]
    [InlineData("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}", "02", "1 symbols, this is symbol 1")]
    [InlineData("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}", "01", "symbol -1")]
    [InlineData("[\"null\",\"int\"]", "04", "2 branches, this is branch 2")]
    [InlineData("[]", "00", "0 branches")]
    [InlineData("{\"type\":\"fixed\",\"name\":\"F\",\"size\":2147483647}", "00", "2147483647 bytes are needed")]
    [InlineData("{\"type\":\"array\",\"items\":\"int\"}", "0402", "ends within a number")]
    [InlineData("{\"type\":\"array\",\"items\":\"long\"}", "0306063600", "should end at byte 5")]
    [InlineData("{\"type\":\"array\",\"items\":\"long\"}", "030806", "a block of 4 bytes is announced")]
    [InlineData("{\"type\":\"array\",\"items\":\"long\"}", "FFFFFFFFFFFFFFFFFF01", "no opposite")]
    [InlineData("{\"type\":\"array\",\"items\":\"null\"}", "FEFFFFFFFFFFFFFFFF01", "take no bytes")]
    [InlineData("{\"type\":\"array\",\"items\":{\"type\":\"fixed\",\"name\":\"F\",\"size\":0}}", "FEFFFFFFFFFFFFFFFF01", "take no bytes")]
    [InlineData("{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}}", "FEFFFFFFFFFFFFFFFF01", "take no bytes")]
    [InlineData("{\"type\":\"array\",\"items\":\"string\"}", "FEFFFFFFFFFFFFFFFF01", "ends within a number")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"r\",\"type\":\"R\"}]}", "", "deep in each other")]
    public void Payload_OfAnotherSchema_IsToldApart(string schema, string payload, string problem)
    {
        var shown = new ArrayBufferWriter<byte>();
        Assert.False(Parse(schema).TryDecode(Convert.FromHexString(payload), shown, out string? told));
        Assert.Contains(problem, told, StringComparison.Ordinal);
        Assert.Equal(0, shown.WrittenCount);
    }

    [Fact]
    public void Problem_WithinAValue_IsToldWithItsPlace()
    {
        byte[] payload = Encode(Order, """{"id":1,"note":null,"state":"OPEN","lines":[{"sku":"a","price":1},{"sku":"b","price":2}],"tags":{},"hash":"xy"}""");
        Assert.False(Parse(Order).TryDecode(payload.AsSpan(0, 15), null, out string? problem));
        Assert.Equal("At byte 15 in /lines/1/sku: 1 bytes are announced, 0 are left.", problem);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(5000, false)]
    public void List_OfManyLinks_IsReadWithinTheBound(int links, bool read)
    {
        AvroSchema list = Parse("""{"type":"record","name":"L","fields":[{"name":"next","type":["null","L"]}]}""");
        byte[] payload = [.. Enumerable.Repeat((byte)2, links / 2), 0];
        Assert.Equal(read, list.TryDecode(payload, new ArrayBufferWriter<byte>(), out _));
    }

    [Fact]
    public void TypesThatMultiply_WithoutABytePerValue_EndWithinTheBound()
    {
        var text = new StringBuilder("""[{"type":"record","name":"R0","fields":[{"name":"n","type":"null"}]}""");
        for (int index = 1; index < 60; index++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $$""",{"type":"record","name":"R{{index}}","fields":[{"name":"a","type":"R{{index - 1}}"},{"name":"b","type":"R{{index - 1}}"}]}""");
        Assert.False(Parse(text.Append(']').ToString()).TryDecode([59 * 2], null, out string? problem));
        Assert.Contains("take no bytes", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void OrdinaryPayload_Checked_AllocatesNothing()
    {
        AvroSchema schema = Parse(Order);
        byte[] payload = Encode(Order, """{"id":4711,"note":"three of them","state":"PAID","lines":[{"sku":"a-1","price":1.25},{"sku":"b-2","price":2}],"tags":{"x":1,"y":2},"hash":"xy"}""");
        for (int index = 0; index < 100; index++) schema.TryDecode(payload, null, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int index = 0; index < 1000; index++) Assert.True(schema.TryDecode(payload, null, out _));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Bytes_AnyAtAll_NeverThrowAndShowJsonOnlyWhenRight()
    {
        SeededRandom random = SeededRandom.Create(output.WriteLine);
        int right = 0;
        for (int round = 0; round < 20_000; round++)
        {
            var sample = new RandomAvro(random);
            AvroSchema schema = Parse(sample.Schema);
            byte[] payload = round % 3 == 0 ? RandomBytes(random, random.Next(24)) : Damaged(random, Encode(schema, sample.Value()));
            var shown = new ArrayBufferWriter<byte>();
            if (!schema.TryDecode(payload, shown, out string? problem))
            {
                Assert.True(problem is { Length: > 0 } && shown.WrittenCount == 0, $"{random}: {sample.Schema} {Convert.ToHexString(payload)}");
                continue;
            }

            right++;
            using var json = JsonDocument.Parse(shown.WrittenMemory, new JsonDocumentOptions { MaxDepth = 1000 });
            Assert.NotEqual(JsonValueKind.Undefined, json.RootElement.ValueKind);
        }

        output.WriteLine($"{right} were right");
        Assert.True(right > 100, $"{random}: only {right} were right");
    }

    private static byte[] Encode(string schema, string json) => Encode(Parse(schema), json);

    private static byte[] Encode(AvroSchema schema, string json)
    {
        var payload = new ArrayBufferWriter<byte>();
        using var value = JsonDocument.Parse(json);
        Assert.True(AvroEncoder.TryEncode(schema.Root, value.RootElement, payload, out string? problem), problem);
        return payload.WrittenSpan.ToArray();
    }

    private static byte[] RandomBytes(SeededRandom random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Damaged(SeededRandom random, byte[] payload)
    {
        if (payload.Length == 0) return payload;
        for (int flips = random.Next(3); flips > 0; flips--) payload[random.Next(payload.Length)] ^= (byte)(1 << random.Next(8));
        return random.Next(4) == 0 ? payload[..random.Next(payload.Length)] : payload;
    }
}
