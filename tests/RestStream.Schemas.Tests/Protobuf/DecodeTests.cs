using System.Buffers;
using System.Text;
using System.Text.Json;
using RestStream.Schemas.Protobuf;

namespace RestStream.Schemas.Tests.Protobuf;

public sealed class DecodeTests
{
    /// <summary>decode.tsv: random messages of decode.proto with the JSON that npm's @bufbuild/protobuf 2.17.0 makes of them.</summary>
    [Fact]
    public void RandomMessages_AreTheJsonOfAnotherImplementation()
    {
        var schema = ProtobufSchemas.Parse(ProtobufSchemas.Data("decode.proto"));
        var lines = ProtobufSchemas.Data("decode.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length >= 200);
        foreach (var line in lines)
        {
            var (payload, expected) = (line.Split('\t')[0], line.Split('\t')[1]);
            Assert.True(IsSame(JsonDocument.Parse(expected).RootElement, JsonDocument.Parse(Json(schema, Convert.FromBase64String(payload))).RootElement), payload);
        }
    }

    [Theory]
    [InlineData("int32 a = 1;", "0801", "{\"a\":1}")]
    [InlineData("int32 a = 1;", "0800", "{}")]
    [InlineData("optional int32 a = 1;", "0800", "{\"a\":0}")]
    [InlineData("int32 a = 1;", "08ffffffffffffffffff01", "{\"a\":-1}")]
    [InlineData("int32 a = 1;", "08010802", "{\"a\":2}")]
    [InlineData("int32 a = 1; int32 b = 2;", "10020801", "{\"a\":1,\"b\":2}")]
    [InlineData("uint64 a = 1;", "08ffffffffffffffffff01", "{\"a\":\"18446744073709551615\"}")]
    [InlineData("repeated int32 a = 1;", "0a020102", "{\"a\":[1,2]}")]
    [InlineData("repeated int32 a = 1;", "080108020a0103", "{\"a\":[1,2,3]}")]
    [InlineData("repeated int32 a = 1;", "0a00", "{}")]
    [InlineData("M a = 1; int32 b = 2;", "0a0210010a0210021003", "{\"a\":{\"b\":2},\"b\":3}")]
    [InlineData("M a = 1; repeated int32 b = 2;", "0a0210010a021002", "{\"a\":{\"b\":[1,2]}}")]
    [InlineData("oneof o { int32 a = 1; string b = 2; }", "0801120178", "{\"b\":\"x\"}")]
    [InlineData("oneof o { int32 a = 1; string b = 2; }", "1201780801", "{\"a\":1}")]
    [InlineData("map<string, int32> a = 1;", "0a050a017810010a050a01781002", "{\"a\":{\"x\":2}}")]
    [InlineData("map<string, int32> a = 1;", "0a00", "{\"a\":{\"\":0}}")]
    [InlineData("map<int32, M> a = 1;", "0a020805", "{\"a\":{\"5\":{}}}")]
    [InlineData("E a = 1; enum E { B = 1; A = 0; }", "0800", "{}")]
    [InlineData("E a = 1; enum E { B = 1; A = 0; }", "0801", "{\"a\":\"B\"}")]
    [InlineData("optional E a = 1; enum E { B = 1; A = 0; }", "0800", "{\"a\":\"A\"}")]
    [InlineData("map<int32, E> a = 1; enum E { B = 1; A = 0; }", "0a020805", "{\"a\":{\"5\":\"A\"}}")]
    [InlineData("map<int32, E> a = 1; enum E { B = 1; }", "0a020805", "{\"a\":{\"5\":0}}")]
    [InlineData("int32 snake_case_name = 1;", "0801", "{\"snakeCaseName\":1}")]
    [InlineData("int32 a = 1;", "1a03616263", "{}")]
    [InlineData("int32 a = 1;", "13140801", "{\"a\":1}")]
    public void Message_IsItsJson(string body, string hex, string expected)
    {
        var schema = ProtobufSchemas.Parse($"syntax = \"proto3\"; message M {{ {body} }}");
        Assert.Equal(expected, Json(schema, [0, .. Convert.FromHexString(hex)]));
    }

    [Theory]
    [InlineData("optional int32 a = 1;", "0800", "{\"a\":0}")]
    [InlineData("optional E a = 1; enum E { X = 1; }", "0805", "{}")]
    [InlineData("repeated E a = 1; enum E { X = 1; }", "08050801", "{\"a\":[\"X\"]}")]
    [InlineData("repeated E a = 1; enum E { X = 1; }", "0805", "{}")]
    [InlineData("optional group G = 1 { optional int32 x = 2; }", "0b10070c", "{\"g\":{\"x\":7}}")]
    [InlineData("optional string a = 1;", "0a01ff", "{\"a\":\"\uFFFD\"}")]
    [InlineData("extensions 5; extend M { optional int32 ext = 5; }", "2803", "{\"[M.ext]\":3}")]
    public void MessageOfProto2_IsItsJson(string body, string hex, string expected)
    {
        var schema = ProtobufSchemas.Parse($"syntax = \"proto2\"; message M {{ {body} }}");
        Assert.Equal(JsonDocument.Parse(expected).RootElement.ToString(), JsonDocument.Parse(Json(schema, [0, .. Convert.FromHexString(hex)])).RootElement.ToString());
    }

    [Theory]
    [InlineData("int32 a = 1;", "08", "cut off")]
    [InlineData("int32 a = 1;", "0a", "cut off")]
    [InlineData("int32 a = 1;", "00", "broken tag")]
    [InlineData("int32 a = 1;", "0f", "broken tag")]
    [InlineData("int32 a = 1;", "0c", "cut off")]
    [InlineData("int32 a = 1;", "0a0161", "another schema")]
    [InlineData("int32 a = 1;", "08ffffffffffffffffff02", "cut off")]
    [InlineData("string a = 1;", "0a05616263", "cut off")]
    [InlineData("string a = 1;", "0affffffffffffffff7f61", "cut off")]
    [InlineData("string a = 1;", "0a01ff", "not UTF-8")]
    [InlineData("map<string, int32> a = 1;", "0a030a01ff", "not UTF-8")]
    [InlineData("repeated int32 a = 1;", "0a0180", "cut off")]
    [InlineData("repeated fixed32 a = 1;", "0a03000000", "cut off")]
    [InlineData("M a = 1;", "0a0108", "cut off")]
    public void BrokenMessage_IsToldWithItsReason(string body, string hex, string reason)
    {
        var schema = ProtobufSchemas.Parse($"syntax = \"proto3\"; message M {{ {body} }}");
        byte[] payload = [0, .. Convert.FromHexString(hex)];
        Assert.False(schema.TryDecode(payload, null, out var problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
        Assert.False(schema.TryDecode(payload, new ArrayBufferWriter<byte>(), out _));
    }

    [Fact]
    public void RequiredFieldThatIsMissing_IsRefused()
    {
        var schema = ProtobufSchemas.Parse("syntax = \"proto2\"; message M { required int32 a = 1; optional M inner = 2; }");
        Assert.True(schema.TryDecode([0, 8, 1], null, out _));
        Assert.False(schema.TryDecode([0], null, out var problem));
        Assert.Equal("The required field a of M is missing.", problem);
        Assert.False(schema.TryDecode([0, 8, 1, 0x12, 0], null, out _));
    }

    [Theory]
    [InlineData("00", "{\"a\":1}")]
    [InlineData("0200", "{\"a\":1}")]
    [InlineData("0202", "{\"d\":true}")]
    [InlineData("040000", "{\"b\":1}")]
    [InlineData("040002", "{\"c\":\"1\"}")]
    public void MessageIndexes_ChooseTheMessage(string indexes, string expected)
    {
        var schema = ProtobufSchemas.Parse(
            "syntax = \"proto3\"; message A { message B { int32 b = 1; } map<string, int32> m = 2; message C { int64 c = 1; } int32 a = 1; } enum E { X = 0; } message D { bool d = 1; }");
        Assert.Equal(expected, Json(schema, [.. Convert.FromHexString(indexes), 8, 1]));
    }

    [Theory]
    [InlineData("00", "p.A")]
    [InlineData("0202", "p.D")]
    [InlineData("040000", "p.A.B")]
    [InlineData("0204", null)]
    [InlineData("", null)]
    public void MessageIndexes_ChooseTheRecordName(string payload, string? expected) => Assert.Equal(expected,
        ProtobufSchemas.Parse("syntax = \"proto3\"; package p; message A { message B { } } message D { }").RecordNameOf(Convert.FromHexString(payload)));

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("0204")]
    [InlineData("0201")]
    [InlineData("02")]
    [InlineData("040000")]
    [InlineData("feffffff0f00")]
    [InlineData("ffffffffffffffffffff")]
    public void MessageIndexesThatLeadNowhere_AreRefused(string indexes)
    {
        var schema = ProtobufSchemas.Parse("syntax = \"proto3\"; message A { } message B { }");
        Assert.False(schema.TryDecode(Convert.FromHexString(indexes), null, out var problem));
        Assert.StartsWith("The message indexes", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void MessagesNestedTooDeep_AreRefused()
    {
        var schema = ProtobufSchemas.Parse("syntax = \"proto3\"; message M { M m = 1; }");
        Assert.True(schema.TryDecode(Nested(90), null, out _));
        Assert.False(schema.TryDecode(Nested(2000), null, out var problem));
        Assert.Equal("Messages nest more than 100 deep.", problem);
    }

    [Fact]
    public void CheckOfAnOrdinaryMessage_AllocatesNothing()
    {
        var schema = ProtobufSchemas.Parse("syntax = \"proto3\"; message M { int32 a = 1; string b = 2; repeated int64 c = 3; M d = 4; oneof e { bool f = 5; double g = 6; } }");
        byte[] payload = [0, 8, 1, 0x12, 1, 0x61, 0x1a, 2, 1, 2, 0x22, 2, 8, 3, 0x28, 1];
        for (var warm = 0; warm < 100; warm++) Assert.True(schema.TryDecode(payload, null, out _));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++) schema.TryDecode(payload, null, out _);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void BrokenMessage_WritesNothing()
    {
        var schema = ProtobufSchemas.Parse("syntax = \"proto3\"; message M { string a = 1; }");
        var json = new ArrayBufferWriter<byte>();
        Assert.False(schema.TryDecode([0, 0x0a, 1, 0x61, 8], json, out _));
        Assert.Equal(0, json.WrittenCount);
    }

    [Fact]
    public void AnyOfAnUnknownType_ShowsItsBytes()
    {
        var schema = ProtobufSchemas.Parse("syntax = \"proto3\"; import \"google/protobuf/any.proto\"; message M { google.protobuf.Any a = 1; }");
        byte[] any = [0x0a, 3, .. "x/Y"u8, 0x12, 2, 1, 2];
        Assert.Equal("{\"a\":{\"@type\":\"x/Y\",\"value\":\"AQI=\"}}", Json(schema, [0, 0x0a, (byte)any.Length, .. any]));
    }

    internal static string Json(ProtobufSchema schema, ReadOnlySpan<byte> payload)
    {
        var json = new ArrayBufferWriter<byte>();
        Assert.True(schema.TryDecode(payload, json, out var problem), problem);
        Assert.True(schema.TryDecode(payload, null, out problem), problem);
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    private static byte[] Nested(int depth)
    {
        List<byte> message = [];
        for (var level = 0; level < depth; level++)
        {
            List<byte> outer = [0x0a];
            for (var length = message.Count; ; length >>= 7)
            {
                outer.Add((byte)(length >= 0x80 ? length | 0x80 : length));
                if (length < 0x80) break;
            }

            message = [.. outer, .. message];
        }

        return [0, .. message];
    }

    /// <summary>A float may be written in its own shortest form or in a double's.</summary>
    private static bool IsSame(JsonElement one, JsonElement other)
    {
        if (one.ValueKind != other.ValueKind) return false;
        return one.ValueKind switch
        {
            JsonValueKind.Object => one.EnumerateObject().Count() == other.EnumerateObject().Count()
                && one.EnumerateObject().All(member => other.TryGetProperty(member.Name, out var value) && IsSame(member.Value, value)),
            JsonValueKind.Array => one.GetArrayLength() == other.GetArrayLength() && one.EnumerateArray().Zip(other.EnumerateArray()).All(pair => IsSame(pair.First, pair.Second)),
            JsonValueKind.Number => one.GetDouble() == other.GetDouble() || (float)one.GetDouble() == (float)other.GetDouble(),
            _ => one.ToString() == other.ToString(),
        };
    }
}
