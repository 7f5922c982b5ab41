using System.Buffers;
using RestStream.Schemas.Protobuf.Codec;

namespace RestStream.Schemas.Tests.Protobuf;

/// <summary>Schemas and records made to cost: each ends in an answer.</summary>
public sealed class HostileSchemaTests
{
    private const string Head = "syntax = \"proto3\"; ";

    [Fact]
    public void LongNames_AreRefused()
    {
        var package = string.Join('.', Enumerable.Repeat("a", 100_000));
        Assert.Contains("longer than 512", ProtobufSchemas.Refused($"{Head}package {package}; message M {{}}").Message, StringComparison.Ordinal);
        Assert.Contains("longer than 512", ProtobufSchemas.Refused($"{Head}message {new string('M', 600)} {{}}").Message, StringComparison.Ordinal);
        Assert.Contains("longer than 512", ProtobufSchemas.Refused($"{Head}message M {{ int32 a = 1 [json_name = \"{new string('x', 600)}\"]; }}").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ManyImports_AreRefused()
    {
        var imports = string.Concat(Enumerable.Range(0, 50_000).Select(number => $"import \"f{number}.proto\";"));
        Assert.Contains("500 others", ProtobufSchemas.Refused(Head + imports).Message, StringComparison.Ordinal);
        var references = Enumerable.Range(0, 600).Select(number => ProtobufSchemas.Reference($"f{number}.proto", Head)).ToArray();
        Assert.Contains("500 others", ProtobufSchemas.Refused(Head, references).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ImportsInALongChain_AreRead()
    {
        var last = ProtobufSchemas.Reference("f0.proto", Head + "message T0 {}");
        for (var number = 1; number < 400; number++)
            last = ProtobufSchemas.Reference($"f{number}.proto", $"{Head}import \"f{number - 1}.proto\"; message T{number} {{ T{number - 1} t = 1; }}", 1, last);
        Assert.Equal(401, ProtobufSchemas.Parse(Head + "import \"f399.proto\"; message M { T399 t = 1; }", last).File.Closure().Count);
    }

    [Fact]
    public void MessagesInALongChain_AreCompared()
    {
        var chain = string.Concat(Enumerable.Range(0, 20_000).Select(number => $"message T{number} {{ T{number + 1} t = 1; }} ")) + "message T20000 { int32 a = 1; }";
        var root = Head + "import \"lib.proto\"; message M { T0 t = 1; }";
        var writer = ProtobufSchemas.Parse(root, ProtobufSchemas.Reference("lib.proto", Head + chain));
        var reader = ProtobufSchemas.Parse(root, ProtobufSchemas.Reference("lib.proto", Head + chain.Replace("int32 a", "string a", StringComparison.Ordinal), 2));
        Assert.Contains(reader.CannotRead(writer, CompatibilityPolicy.Strict), found => found.ErrorType == "FIELD_NAMED_TYPE_CHANGED");
    }

    /// <summary>Harmless differences that come first do not hide the one that breaks readers.</summary>
    [Fact]
    public void ManyDifferences_AreNotAllTold()
    {
        var fields = string.Concat(Enumerable.Range(1, 15_000).Select(number => $"int32 a{number} = {number}; "));
        var writer = ProtobufSchemas.Parse($"{Head}message M {{ {fields} int32 last = 15001; }}");
        var renamed = ProtobufSchemas.Parse($"{Head}message M {{ {fields.Replace("32 a", "32 b", StringComparison.Ordinal)} string last = 15001; }}");
        var broken = ProtobufSchemas.Parse($"{Head}message M {{ {fields.Replace("int32", "string", StringComparison.Ordinal)} string last = 15001; }}");
        Assert.Equal("#/M/15001", Assert.Single(renamed.CannotRead(writer, CompatibilityPolicy.Strict)).Path);
        Assert.Equal(101, renamed.DifferencesFrom(writer).Count);
        Assert.Equal(100, broken.CannotRead(writer, CompatibilityPolicy.Strict).Count);
    }

    /// <summary>Many required fields and many values of another one: each is looked at once. Looked for one by one they would take minutes.</summary>
    [Fact]
    public async Task ManyRequiredFields_AreFoundInOneWalk()
    {
        const int First = 20_001, Required = 150_000, Values = 1_000_000;
        var fields = string.Concat(Enumerable.Range(First, Required).Select(number => $"required bool a{number} = {number}; "));
        var schema = ProtobufSchemas.Parse($"message M {{ {fields} repeated bool last = 200000; }}");
        var payload = new WireWriter();
        payload.Varint(0);
        for (var count = 0; count < Required; count++) payload.Number(First + count, 1);
        for (var count = 0; count < Values; count++) payload.Number(200_000, 1);
        var bytes = payload.Written.ToArray();
        Assert.True(await Task.Run(() => schema.TryDecode(bytes, null, out _)).WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.False(schema.TryDecode([.. bytes[..1], .. bytes[5..]], null, out var problem));
        Assert.Equal("The required field a20001 of M is missing.", problem);
    }

    [Fact]
    public void ManyUsesOfALargeEnum_AreDecoded()
    {
        var values = string.Concat(Enumerable.Range(0, 5_000).Select(number => $"V{number} = {number};"));
        var fields = string.Concat(Enumerable.Range(1, 5_000).Select(number => $"E e{number} = {number};"));
        var schema = ProtobufSchemas.Parse($"{Head}enum E {{ {values} }} message M {{ {fields} }}");
        Assert.Equal("{\"e1\":\"V7\"}", DecodeTests.Json(schema, [0, 8, 7]));
    }

    [Fact]
    public void ShortRecordOfLongNames_IsRefusedAsJson()
    {
        var schema = ProtobufSchemas.Parse($"{Head}message M {{ repeated N n = 1; }} message N {{ bool {new string('x', 500)} = 1; }}");
        var payload = new WireWriter();
        payload.Varint(0);
        for (var count = 0; count < 200_000; count++) payload.Bytes(1, [8, 1]);
        Assert.True(schema.TryDecode(payload.Written.Span, null, out _));
        var json = new ArrayBufferWriter<byte>();
        Assert.False(schema.TryDecode(payload.Written.Span, json, out var problem));
        Assert.Equal("The message is too large as JSON.", problem);
        Assert.Equal(0, json.WrittenCount);
    }

    /// <summary>Options that set one part after another of one extension, and such with a path without end.</summary>
    [Fact]
    public void ManyOptions_AreNormalised()
    {
        const string Info = "import \"google/protobuf/descriptor.proto\"; message Info { Info in = 1; int32 x = 2; } extend google.protobuf.FileOptions { Info info = 50000; }";
        var parts = string.Concat(Enumerable.Range(0, 30_000).Select(number => $"option (info).k{number} = 1;"));
        Assert.Contains("k29999: 1", ProtobufSchemas.Parse(Head + Info + parts).Normalize().CanonicalText, StringComparison.Ordinal);
        var path = $"option (info){string.Concat(Enumerable.Repeat(".in", 50_000))}.x = 1;";
        Assert.Contains(".in.in.x = 1;", ProtobufSchemas.Parse(Head + Info + path).Normalize().CanonicalText, StringComparison.Ordinal);
    }

    [Fact]
    public void OneMessageInManyPieces_IsDecodedInLittleTime()
    {
        var schema = ProtobufSchemas.Parse($"{Head}message M {{ M m = 1; map<int32, M> n = 2; int32 a = 3; }}");
        var payload = new WireWriter();
        payload.Varint(0);
        for (var count = 0; count < 200_000; count++) payload.Bytes(1, [0x0a, 2, 0x18, 1]);
        Assert.Equal("{\"m\":{\"m\":{\"a\":1}}}", DecodeTests.Json(schema, payload.Written.Span));
    }
}
