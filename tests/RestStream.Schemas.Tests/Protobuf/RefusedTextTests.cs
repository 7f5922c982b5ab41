namespace RestStream.Schemas.Tests.Protobuf;

public sealed class RefusedTextTests
{
    [Theory]
    [InlineData("mesage M {}", "1:1", "expected message")]
    [InlineData("message M {", "1:12", "the end of the text")]
    [InlineData("message M { string a 1; }", "1:22", "expected '='")]
    [InlineData("message M {\n  string a = x;\n}", "2:14", "a field's number")]
    [InlineData("message M { string a = 0; }", "1:24", "from 1 to 536870911")]
    [InlineData("message M { string a = 536870912; }", "1:24", "from 1 to 536870911")]
    [InlineData("message M { string a = 19500; }", "1:20", "protobuf's own")]
    [InlineData("message M { string a = 1; string b = 1; }", "1:34", "has the number 1 already")]
    [InlineData("message M { string a = 1; string a = 2; }", "1:34", "declared already")]
    [InlineData("message M { string a = 1; message a {} }", "1:35", "declared already")]
    [InlineData("message M {} message M {}", "1:22", "declared already")]
    [InlineData("message M { string foo_bar = 1; string fooBar = 2; }", "1:40", "same name in JSON")]
    [InlineData("message M { reserved 1; string a = 1; }", "1:32", "is reserved")]
    [InlineData("message M { reserved 1 to 5; string a = 3; }", "1:37", "is reserved")]
    [InlineData("message M { reserved \"a\"; string a = 1; }", "1:34", "is reserved")]
    [InlineData("message M { reserved 1 to 5, 5; }", "1:30", "overlaps")]
    [InlineData("message M { reserved 5 to 1; }", "1:22", "ends before it begins")]
    [InlineData("message M { reserved \"a\", \"a\"; }", "1:13", "reserved twice")]
    [InlineData("message M { extensions 5; }", "1:9", "proto3 has no extension ranges")]
    [InlineData("message M { required string a = 1; }", "1:29", "no required")]
    [InlineData("message M { string a = 1 [default = \"x\"]; }", "1:20", "no defaults")]
    [InlineData("message M { group G = 1 {} }", "1:13", "no groups")]
    [InlineData("message M { N a = 1; }", "1:15", "type N is not known")]
    [InlineData("message M { .N a = 1; }", "1:16", "type .N is not known")]
    [InlineData("message M { M.N a = 1; }", "1:17", "type M.N is not known")]
    [InlineData("message M { oneof o {} }", "1:19", "has no field")]
    [InlineData("message M { oneof o { repeated int32 a = 1; } }", "1:32", "no label")]
    [InlineData("message M { oneof o { map<int32, int32> a = 1; } }", "1:23", "oneof")]
    [InlineData("message M { repeated map<int32, int32> a = 1; }", "1:22", "no label")]
    [InlineData("message M { map<double, int32> a = 1; }", "1:17", "a map's key")]
    [InlineData("message M { map<M, int32> a = 1; }", "1:17", "a map's key")]
    [InlineData("message M { map<int32, map<int32, int32>> a = 1; }", "1:27", "expected '>'")]
    [InlineData("message M { string a = 1 [packed = true]; }", "1:20", "can be packed")]
    [InlineData("message M { option map_entry = true; }", "1:20", "by hand")]
    [InlineData("enum E {}", "1:6", "has no value")]
    [InlineData("enum E { A = 0; B = 0; }", "1:17", "allow_alias")]
    [InlineData("enum E { A = 0; A = 1; }", "1:17", "declared already")]
    [InlineData("enum E { A = 0; } enum F { A = 0; }", "1:28", "declared already")]
    [InlineData("enum E { A = 0; reserved 0; }", "1:10", "is reserved")]
    [InlineData("enum E { A = 0; B = 2147483648; }", "1:21", "2147483648 does not")]
    [InlineData("enum E { A = 0; B = 1; } message M { map<int32, F> a = 1; } enum F { C = 0; } message N { E e = 1 [json_name = 5]; }", "1:93", "json_name is a string")]
    [InlineData("extend M { int32 a = 1; } message M {}", "1:8", "options alone")]
    [InlineData("import \"a.proto\"; message M { lib.T t = 1; }", "1:37", "no reference is named \"a.proto\"")]
    [InlineData("import \"google/protobuf/any.proto\"; import \"google/protobuf/any.proto\";", "1:37", "imported twice")]
    [InlineData("package a; package b;", "1:12", "more than one package")]
    [InlineData("service S { rpc A (B) returns (B); }", "1:17", "type B is not known")]
    [InlineData("service S { rpc A (E) returns (E); } enum E { Z = 0; }", "1:17", "is an enum")]
    [InlineData("message M { string a = 1; } /* open", "1:29", "not closed")]
    [InlineData("option a = \"x", "1:12", "not closed")]
    [InlineData("option a = \"\\q\";", "1:12", "unknown escape")]
    [InlineData("option a = 08;", "1:12", "not a number")]
    [InlineData("option a = 0xg;", "1:12", "not a number")]
    [InlineData("message M { string \u00e9 = 1; }", "1:20", "U+00E9")]
    public void TextOfProto3_IsRefusedWithItsPlace(string text, string place, string reason)
    {
        var refused = ProtobufSchemas.Refused("syntax = \"proto3\";\n" + text);
        var (line, column) = (int.Parse(place.Split(':')[0], null), place.Split(':')[1]);
        Assert.Contains(reason, refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal($"line {line + 1}, column {column}", refused.Place);
    }

    [Theory]
    [InlineData("message M { string a = 1; }", "write a label")]
    [InlineData("message M { optional int32 a = 1 [default = \"x\"]; }", "is not a value of int32")]
    [InlineData("message M { optional int32 a = 1 [default = 2147483648]; }", "is not a value of int32")]
    [InlineData("message M { optional uint32 a = 1 [default = -1]; }", "is not a value of uint32")]
    [InlineData("message M { optional bool a = 1 [default = 1]; }", "is not a value of bool")]
    [InlineData("message M { optional E a = 1 [default = Q]; } enum E { A = 1; }", "is not a value of E")]
    [InlineData("message M { repeated int32 a = 1 [default = 1]; }", "has no default")]
    [InlineData("message M { optional M a = 1 [default = 1]; }", "has no default")]
    [InlineData("message M { optional int32 a = 1 [default = 1, default = 2]; }", "set twice")]
    [InlineData("message M { extensions 5 to 9; optional int32 a = 5; }", "kept for extensions")]
    [InlineData("message M { extensions 5 to 9; reserved 9; }", "overlaps")]
    [InlineData("message M { extensions 5; } extend M { optional int32 a = 6; }", "no extension range with 6")]
    [InlineData("message M { extensions 5; } extend M { required int32 a = 5; }", "cannot be required")]
    [InlineData("message M { extensions 5; } extend M { optional int32 a = 5; optional int32 b = 5; }", "extended twice")]
    [InlineData("message M { map<string, E> a = 1; } enum E { A = 1; }", "first value is not 0")]
    [InlineData("message M { map<string, E> a = 1; } enum E {}", "has no value")]
    public void TextOfProto2_IsRefused(string text, string reason)
    {
        var refused = ProtobufSchemas.Refused(text);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("line 1, column ", refused.Place, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("edition = \"2023\"; message M {}", "editions")]
    [InlineData("syntax = \"proto4\";", "proto4")]
    [InlineData("not a schema", "expected message")]
    [InlineData("{\"type\":\"string\"}", "expected message")]
    [InlineData("AAAA", "expected message")]
    public void TextOfAnotherLanguage_IsRefused(string text, string reason) =>
        Assert.Contains(reason, ProtobufSchemas.Refused(text).Message, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void MessagesNestedTooDeep_AreRefused()
    {
        var text = string.Concat(Enumerable.Range(0, 5_000).Select(level => $"message M{level} {{ ")) + new string('}', 5_000);
        Assert.Contains("nest 32 deep", ProtobufSchemas.Refused(text).Message, StringComparison.Ordinal);
        var value = "option (a) = " + string.Concat(Enumerable.Repeat("{ a ", 5_000));
        Assert.Contains("nest 32 deep", ProtobufSchemas.Refused(value).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LargeSchema_IsReadInLittleTime()
    {
        var fields = string.Concat(Enumerable.Range(1, 18_000).Select(number => $"string field_{number} = {number}; reserved {20_000 + (number * 2)};"));
        var text = $"syntax = \"proto3\"; message M {{ {fields} }}";
        var started = TestKit.ThreadTime.Now;
        Assert.Equal(18_000, ProtobufSchemas.Parse(text).File.Messages.Single().Fields.Count);
        Assert.True(TestKit.ThreadTime.Now - started < TimeSpan.FromSeconds(10));
    }
}
