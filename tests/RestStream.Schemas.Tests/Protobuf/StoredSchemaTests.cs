using System.Buffers;
using System.Text;
using RestStream.Schemas.Protobuf;

namespace RestStream.Schemas.Tests.Protobuf;

/// <summary>What Confluent's registry stores and protoc refuses: a new schema is refused, one that is stored already is read, compared and decoded.</summary>
public sealed class StoredSchemaTests
{
    [Theory]
    [InlineData("syntax = \"proto3\"; message M { string foo_bar = 1; string fooBar = 2; }", "120178", "{\"fooBar\":\"x\"}")]
    [InlineData("syntax = \"proto3\"; message M { int32 a = 19500; }", "e0c20901", "{\"a\":1}")]
    [InlineData("syntax = \"proto3\"; message M { reserved 1 to 5, 3 to 9; int32 a = 10; }", "5001", "{\"a\":1}")]
    [InlineData("syntax = \"proto3\"; message M { reserved 1, \"a\"; int32 a = 1; }", "0801", "{\"a\":1}")]
    [InlineData("syntax = \"proto3\"; message M { reserved \"a\", \"a\"; int32 b = 1; }", "0801", "{\"b\":1}")]
    [InlineData("syntax = \"proto3\"; enum E { A = 0; B = 0; } message M { E e = 1; }", "0802", "{\"e\":2}")]
    [InlineData("syntax = \"proto3\"; enum E { A = 0; } enum F { A = 0; } message M { optional F f = 1; }", "0800", "{\"f\":\"A\"}")]
    [InlineData("syntax = \"proto3\"; enum E {} message M { optional E e = 1; }", "0800", "{\"e\":0}")]
    [InlineData("enum E {} message M { optional E e = 1; map<int32, E> m = 2; }", "08001200", "{\"m\":{\"0\":0}}")]
    [InlineData("syntax = \"proto3\"; message M { int32 a = 1 [default = 5]; }", "0800", "{}")]
    [InlineData("message M { optional int32 a = 1 [default = \"x\"]; }", "0807", "{\"a\":7}")]
    [InlineData("message M { map<string, E> m = 1; } enum E { X = 1; }", "0a030a0161", "{\"m\":{\"a\":\"X\"}}")]
    [InlineData("syntax = \"proto3\"; message M { int32 a = 1; string b = 1; }", "", "{}")]
    [InlineData("syntax = \"proto3\"; message M { oneof o {} int32 a = 1; }", "0801", "{\"a\":1}")]
    [InlineData("syntax = \"proto3\"; message M { message N {} message N {} int32 a = 1; }", "0801", "{\"a\":1}")]
    [InlineData("syntax = \"proto3\"; message M { extensions 5; int32 a = 1; } extend M { int32 b = 7; map<int32, int32> c = 7; }", "0801", "{\"a\":1}")]
    [InlineData("syntax = \"proto3\"; import \"google/protobuf/any.proto\"; import \"google/protobuf/any.proto\"; message M { int32 a = 1; }", "0801", "{\"a\":1}")]
    [InlineData("syntax = \"proto3\"; message M { repeated N n = 1; message N { option map_entry = true; string key = 1; repeated string value = 2; } }", "0a030a0161", "{\"n\":[{\"key\":\"a\"}]}")]
    public void WhatProtocRefuses_IsReadWhenItIsStored(string text, string hex, string expected)
    {
        var provider = new ProtobufProvider();
        Assert.Throws<SchemaException>(() => provider.Parse(text, []));
        var stored = provider.ParseStored(text, []);
        var json = new ArrayBufferWriter<byte>();
        Assert.True(stored.TryDecode([0, .. Convert.FromHexString(hex)], json, out var problem), problem);
        Assert.Equal(expected, Encoding.UTF8.GetString(json.WrittenSpan));
        Assert.DoesNotContain(stored.DifferencesFrom(stored), difference => !difference.IsCompatible);
        Assert.NotEmpty(stored.Format("serialized"));
        Assert.NotEmpty(stored.Format("ignore_extensions"));
        Assert.NotEmpty(stored.Normalize().CanonicalText);
    }

    [Fact]
    public void ReferenceThatProtocRefuses_IsRead() => Assert.Equal("lib.T", ProtobufSchemas.Parse(
        "syntax = \"proto3\"; import \"lib.proto\"; message M { lib.T t = 1; }",
        ProtobufSchemas.Reference("lib.proto", "syntax = \"proto3\"; package lib; message T { reserved 1; int32 a = 1; }")).File.Messages.Single().Fields[0].Type!.FullName);

    /// <summary>What is imported from another registry is kept where its types cannot be found; what is no grammar is not.</summary>
    [Fact]
    public void FormOfATextWithoutItsTypes_IsHowItIsStored()
    {
        const string Text = "syntax = \"proto3\"; import \"gone.proto\"; message M { map<string, x.N> n = 1; oneof o { .x.O a = 2; } } extend x.P { Q q = 3; } service S { rpc A (x.N) returns (stream N); }";
        var form = new ProtobufProvider().FormOf(Text);
        Assert.Equal(
            "syntax = \"proto3\";\n\nimport \"gone.proto\";\n\nmessage M {\n  map<string, x.N> n = 1;\n\n  oneof o {\n    .x.O a = 2;\n  }\n}\n\nextend x.P {\n  Q q = 3;\n}\n\nservice S {\n  rpc A (x.N) returns (stream N);\n}\n", form);
        Assert.Equal(form, new ProtobufProvider().FormOf(form!));
        Assert.Null(new ProtobufProvider().FormOf("mesage M {}"));
    }

    [Fact]
    public void TopLevelFields_AreThoseOfTheMessages() => Assert.Equal(["a", "c"],
        ProtobufSchemas.Parse("syntax = \"proto3\"; message M { string a = 1; oneof o { string b = 2; } message I { string d = 1; } } message N { string a = 1; int32 c = 2; }").TopLevelFields);

    [Theory]
    [InlineData("syntax = \"proto3\"; message M { N n = 1; }", "N is not known")]
    [InlineData("mesage M {}", "expected message")]
    public void WhatCannotBeReadAtAll_IsRefusedAlsoWhenItIsStored(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<SchemaException>(() => new ProtobufProvider().ParseStored(text, [])).Message, StringComparison.OrdinalIgnoreCase);
}
