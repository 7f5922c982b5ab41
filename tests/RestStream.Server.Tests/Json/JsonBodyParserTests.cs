using RestStream.Core.Records;
using RestStream.Server.Json;
using static RestStream.Server.Tests.Json.ParsedRecords;

namespace RestStream.Server.Tests.Json;

public sealed class JsonBodyParserTests
{
    [Theory]
    [InlineData("""{"records":[{"key":"ci37","value":{"mag":2}},{"value":[1, 2]}]}""")]
    [InlineData("""[{"key":"ci37","value":{"mag":2}},{"value":[1, 2]}]""")]
    [InlineData(" \r\n\t{ \"records\" : [ { \"key\" : \"ci37\" , \"value\" : {\"mag\":2} } , { \"value\" : [1, 2] } ] } \n")]
    public void BodyOrBareArray_GivesTheSlices(string body)
    {
        using var table = Parse(body);

        Assert.Equal(2, table.Count);
        Assert.Equal(("ci37", "{\"mag\":2}"), (table.Key(), table.Value()));
        Assert.Equal((null, "[1, 2]"), (table.Key(1), table.Value(1)));
        Assert.True(table.IsJson);
        Assert.Equal(RecordSlice.NoTimestamp, table.Records[0].Timestamp);
        Assert.Equal((-1, -1L), (table.Records[0].Partition, table.Records[0].Offset));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"\"")]
    [InlineData("0")]
    [InlineData("false")]
    [InlineData("true")]
    [InlineData("-0")]
    [InlineData("1e999")]
    [InlineData("9223372036854775808")]
    [InlineData("{ \"a\" : 1 , \"a\" : 2 }")]
    [InlineData("[\n\t1\r\n]")]
    [InlineData("\"\\u0000\\ud800\\\"\\/\\\\\"")]
    [InlineData("\"é\\u00e9\"")]
    [InlineData("[[],{},[{}],\"\",[\"a\",1,null,true]]")]
    public void AnyJsonValue_IsKeptByteForByte(string value)
    {
        using var table = Parse($$"""{"records":[{"value":{{value}}},{"key":"k","value": {{value}} },{"value":{{value}},"key":null}]}""");

        for (var i = 0; i < 3; i++)
        {
            var record = table.Records[i];
            Assert.Equal(value, System.Text.Encoding.UTF8.GetString(table.Bytes(record.ValueStart, record.ValueLength)));
        }
    }

    [Fact]
    public void NullValue_IsATombstone()
    {
        using var table = Parse("""[{"key":"a","value":null},{"value": null }]""");

        Assert.Null(table.Value(0));
        Assert.Null(table.Value(1));
        Assert.True(table.IsJson);
    }

    [Theory]
    [InlineData("\"a\\tb\\u00e9\\ud83d\\ude00\\/\"", "a\tb\u00c3\u00a9\u00f0\u009f\u0098\u0080/")]
    [InlineData("\"\"", "")]
    [InlineData("12.50", "12.50")]
    [InlineData("true", "true")]
    [InlineData("null", null)]
    [InlineData("\"\\u0000\"", "\0")]
    public void Key_IsText(string json, string? expected)
    {
        using var table = Parse($$"""[{"key":{{json}},"value":1},{"value":1,"key" : {{json}} }]""");

        Assert.Equal(expected, table.Key(0));
        Assert.Equal(expected, table.Key(1));
    }

    [Fact]
    public void Base64_IsDecodedAndUnmarksTheTableWhenItIsNotJson()
    {
        using var json = Parse("""[{"keyEncoding":"base64","key":"YQ==","value":"eyJhIjoxfQ==","valueEncoding":"base64"}]""");
        using var bytes = Parse("""[{"key":"a","value":"\/\/8=","valueEncoding":"base64"}]""");
        using var key = Parse("""[{"key":"//8=","keyEncoding":"base64","value":1}]""");

        Assert.Equal(("a", "{\"a\":1}", true), (json.Key(), json.Value(), json.IsJson));
        Assert.Equal(("\u00ff\u00ff", false), (bytes.Value(), bytes.IsJson));
        Assert.Equal(("\u00ff\u00ff", false), (key.Key(), key.IsJson));
    }

    [Fact]
    public void TextValue_IsTheTextBetweenTheQuotes()
    {
        using var table = Parse("""[{"value":"say \"hi\"","valueEncoding":"text"},{"value":"x","valueEncoding":"json"},{"value":null,"valueEncoding":"base64"}]""");

        Assert.Equal(("say \"hi\"", "\"x\"", null), (table.Value(0), table.Value(1), table.Value(2)));
        Assert.False(table.IsJson);
    }

    [Fact]
    public void Headers_KeepOrderAndRepeats()
    {
        using var table = Parse("""
            [{"value":1,"headers":[{"name":"a","value":"1"},{"value":null,"name":"a"},{"name":"b\n","value":"AAE=","valueEncoding":"base64"}]},
             {"value":1,"headers":[]},{"value":1,"headers":null},{"headers":[{"name":"","value":""}],"value":1}]
            """);

        Assert.Equal("a=1;a=(null);b\n=\0\u0001;", table.Headers(0));
        Assert.Equal(("", "", "=;"), (table.Headers(1), table.Headers(2), table.Headers(3)));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1517966773840", 1517966773840)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("\"2018-02-07T01:26:13.840Z\"", 1517966773840)]
    [InlineData("\"2018-02-07T01:26:13.8409999\"", 1517966773840)]
    [InlineData("\"2018-02-07T03:26+02:00\"", 1517966760000)]
    [InlineData("\"2018-02-07\"", 1517961600000)]
    [InlineData("null", RecordSlice.NoTimestamp)]
    public void Timestamp_IsEpochMillisecondsOrIso8601(string json, long expected)
    {
        using var table = Parse($$"""[{"value":1,"timestamp":{{json}}}]""");

        Assert.Equal(expected, table.Records[0].Timestamp);
    }

    [Fact]
    public void Partition_IsTaken()
    {
        using var table = Parse("""[{"value":1,"partition":0},{"value":1,"partition":2147483647},{"value":1,"partition":null}]""");

        Assert.Equal([0, int.MaxValue, -1], table.Records.ToArray().Select(r => r.Partition));
    }

    [Theory]
    [InlineData("""{"records":[{"value":1},{"value":1,"partition":-1}]}""", "/records/1/partition")]
    [InlineData("""[{"value":1,"partition":-0}]""", "/0/partition")]
    [InlineData("""[{"value":1,"partition":2147483648}]""", "/0/partition")]
    [InlineData("""[{"value":1,"timestamp":9223372036854775808}]""", "/0/timestamp")]
    [InlineData("""[{"value":1,"timestamp":-1}]""", "/0/timestamp")]
    [InlineData("""[{"value":1,"timestamp":"1969-12-31T23:59:59Z"}]""", "/0/timestamp")]
    public void NumberOutOfRange_IsToldApart(string body, string pointer)
    {
        var error = Refuse(body);

        Assert.Equal((JsonErrorKind.OutOfRange, pointer), (error.Kind, error.Pointer));
    }

    [Theory]
    [InlineData("""{"records":[{"value":1},{"value":2},{"value":3},{"key":"a"}]}""", "/records/3/value")]
    [InlineData("""{"records":[{"value":1,"value":2}]}""", "/records/0/value")]
    [InlineData("""{"records":[{"key":"a","value":{"x":1},"key":"b"}]}""", "/records/0/key")]
    [InlineData("""{"records":[],"records":[]}""", "/records")]
    [InlineData("""{"records":[{"value":1,"vlaue":2}]}""", "/records/0/vlaue")]
    [InlineData("""{"records":[{"value":1,"a/b~c":2}]}""", "/records/0/a~1b~0c")]
    [InlineData("""{"record":[]}""", "/record")]
    [InlineData("{}", "/records")]
    [InlineData("""{"records":{}}""", "/records")]
    [InlineData("""{"key":"a","value":1}""", "/key")]
    [InlineData("[1]", "/0")]
    [InlineData("[[]]", "/0")]
    [InlineData("\"x\"", "")]
    [InlineData("""[{"value":1,"key":{}}]""", "/0/key")]
    [InlineData("""[{"value":1,"key":[1]}]""", "/0/key")]
    [InlineData("""[{"value":1,"key":1,"keyEncoding":"base64"}]""", "/0/key")]
    [InlineData("""[{"value":1,"key":"*","keyEncoding":"base64"}]""", "/0/key")]
    [InlineData("""[{"value":1,"key":"YQ","keyEncoding":"base64"}]""", "/0/key")]
    [InlineData("""[{"value":1,"key":"YQ==","keyEncoding":"base32"}]""", "/0/keyEncoding")]
    [InlineData("""[{"value":1,"key":"a\ud800"}]""", "/0/key")]
    [InlineData("""[{"value":1,"key":"\udc00\ud800"}]""", "/0/key")]
    [InlineData("""[{"value":"\ud800","valueEncoding":"text"}]""", "/0/value")]
    [InlineData("""[{"value":{},"valueEncoding":"text"}]""", "/0/value")]
    [InlineData("""[{"value":1,"headers":{}}]""", "/0/headers")]
    [InlineData("""[{"value":1,"headers":[1]}]""", "/0/headers/0")]
    [InlineData("""[{"value":1,"headers":[{"name":"a"}]}]""", "/0/headers/0/value")]
    [InlineData("""[{"value":1,"headers":[{"value":"a"}]}]""", "/0/headers/0/name")]
    [InlineData("""[{"value":1,"headers":[{"name":1,"value":"a"}]}]""", "/0/headers/0/name")]
    [InlineData("""[{"value":1,"headers":[{"name":"a","value":"b"},{"name":"a","value":2}]}]""", "/0/headers/1/value")]
    [InlineData("""[{"value":1,"headers":[{"name":"a","name":"a","value":"a"}]}]""", "/0/headers/0/name")]
    [InlineData("""[{"value":1,"headers":[{"name":"a","value":"a","x":"a"}]}]""", "/0/headers/0/x")]
    [InlineData("""[{"value":1,"headers":[{"name":"\ud800","value":"a"}]}]""", "/0/headers/0/name")]
    [InlineData("""[{"value":1,"headers":[],"headers":[]}]""", "/0/headers")]
    [InlineData("""[{"value":1,"partition":"1"}]""", "/0/partition")]
    [InlineData("""[{"value":1,"partition":1.0}]""", "/0/partition")]
    [InlineData("""[{"value":1,"partition":1e999}]""", "/0/partition")]
    [InlineData("""[{"value":1,"timestamp":1e3}]""", "/0/timestamp")]
    [InlineData("""[{"value":1,"timestamp":"yesterday"}]""", "/0/timestamp")]
    [InlineData("""[{"value":1,"timestamp":"2018-02-30"}]""", "/0/timestamp")]
    [InlineData("""[{"value":1,"timestamp":true}]""", "/0/timestamp")]
    [InlineData("""[{"value":1,"timestamp":-1,"partition":true}]""", "/0/partition")]
    public void EnvelopeFault_IsUnreadableWithAPointer(string body, string pointer)
    {
        var error = Refuse(body);

        Assert.Equal((JsonErrorKind.Unreadable, pointer), (error.Kind, error.Pointer));
        Assert.EndsWith(".", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault_HasItsLineAndByteOffset()
    {
        var error = Refuse("[\n{\"value\":1},\n  {\"value\":1,\"x\":2}]");

        Assert.Equal((3L, 28L), (error.Line, error.ByteOffset));
    }

    [Fact]
    public void EscapedMemberName_IsTheSameMember()
    {
        using var table = Parse("""{"r\u0065cords":[{"valu\u0065":1,"\u006bey":"a"}]}""");
        var again = Refuse("""[{"value":1,"valu\u0065":1}]""");

        Assert.Equal(("a", "1"), (table.Key(), table.Value()));
        Assert.Equal("/0/value", again.Pointer);
    }

    [Fact]
    public void MoreRecordsThanTheLimit_IsItsOwnKind()
    {
        using var full = TableOver("""[{"value":1},{"value":2}]""");

        Assert.Null(JsonBodyParser.Parse(full, 2));
        Assert.Equal(JsonErrorKind.TooManyRecords, Refuse("""[{"value":1},{"value":2},{"value":3}]""", maxRecords: 2).Kind);
    }
}
