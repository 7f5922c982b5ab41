using System.Globalization;
using System.Text;
using RestStream.Schemas.Avro;
using static RestStream.Schemas.Tests.Avro.AvroText;

namespace RestStream.Schemas.Tests.Avro;

public sealed class AvroParserTests
{
    [Theory]
    [InlineData("string", null, "quotation marks")]
    [InlineData("", "line 1, column 1", "not JSON")]
    [InlineData("{\"type\":\"int\"", "line 1, column 14", "not JSON")]
    [InlineData("{\"type\":\"int\"} x", "line 1, column 16", "not JSON")]
    [InlineData("{\"type\":\"int\",\"type\":\"long\"}", null, "not JSON")]
    [InlineData("7", null, "no schema")]
    [InlineData("{}", null, "\"type\" is missing")]
    [InlineData("{\"type\":{\"type\":\"int\"}}", "/type", "not a string")]
    [InlineData("{\"type\":[\"null\",\"int\"]}", "/type", "not a string")]
    [InlineData("\"Unknown\"", null, "not defined")]
    [InlineData("{\"type\":\"array\"}", null, "no \"items\"")]
    [InlineData("{\"type\":\"map\"}", null, "no \"values\"")]
    [InlineData("{\"type\":\"array\",\"items\":\"nope\"}", "/items", "not defined")]
    [InlineData("[\"null\",[\"int\"]]", "/1", "union in a union|A union stands in a union")]
    [InlineData("[\"int\",\"string\",\"int\"]", "/2", "int twice")]
    [InlineData("[{\"type\":\"array\",\"items\":\"int\"},{\"type\":\"array\",\"items\":\"long\"}]", "/1", "array twice")]
    [InlineData("[{\"type\":\"int\",\"logicalType\":\"date\"},\"int\"]", "/1", "int twice")]
    [InlineData("{\"type\":\"record\",\"fields\":[]}", null, "\"name\" is missing")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\"}", null, "\"fields\" is missing")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"fields\":{}}", "/fields", "not an array")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"fields\":[1]}", "/fields/0", "no field")]
    [InlineData("{\"type\":\"record\",\"name\":\"1R\",\"fields\":[]}", "/name", "not a name")]
    [InlineData("{\"type\":\"record\",\"name\":\"R-S\",\"fields\":[]}", "/name", "not a name")]
    [InlineData("{\"type\":\"record\",\"name\":\"a.\",\"fields\":[]}", "/name", "not a name")]
    [InlineData("{\"type\":\"record\",\"name\":\"string\",\"fields\":[]}", null, "Avro's own")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"aliases\":\"S\",\"fields\":[]}", "/aliases", "array of strings")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"aliases\":[\"a-b\"],\"fields\":[]}", "/aliases", "not a name")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a b\",\"type\":\"int\"}]}", "/fields/0/name", "not a name")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\"}]}", "/fields/0", "no \"type\"")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"type\":\"int\"}]}", "/fields/0", "\"name\" is missing")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"a\",\"type\":\"int\"}]}", "/fields/1", "two fields")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"array\",\"items\":\"int\"}]}", "/fields/0/type", "{\"type\": \"array\", …}")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\",\"order\":\"up\"}]}", "/fields/0/order", "ascending")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":{\"type\":\"fixed\",\"name\":\"R\",\"size\":1}}]}", "/fields/0/type", "defined twice")]
    [InlineData("{\"type\":\"enum\",\"name\":\"E\"}", null, "\"symbols\" is missing")]
    [InlineData("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",1]}", "/symbols/1", "not a string")]
    [InlineData("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"A\"]}", "/symbols/1", "twice")]
    [InlineData("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A-B\"]}", "/symbols", "not a name")]
    [InlineData("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"],\"default\":\"B\"}", "/default", "not one of the symbols")]
    [InlineData("{\"type\":\"fixed\",\"name\":\"F\"}", null, "\"size\" is missing")]
    [InlineData("{\"type\":\"fixed\",\"name\":\"F\",\"size\":-1}", "/size", "count of bytes")]
    [InlineData("{\"type\":\"fixed\",\"name\":\"F\",\"size\":1.5}", "/size", "count of bytes")]
    [InlineData("{\"type\":\"fixed\",\"name\":\"F\",\"size\":\"1\"}", "/size", "not a number")]
    [InlineData("{\"type\":\"int\",\"x\":\"\\ud800\"}", null, "half a character")]
    public void Text_ThatIsNoSchema_IsRefusedWithPlaceAndCure(string text, string? place, string message)
    {
        SchemaException refused = Refused(text);
        Assert.Contains(message.Split('|')[^1], refused.Message, StringComparison.Ordinal);
        if (place is null) Assert.Null(refused.Place);
        else Assert.StartsWith(place, refused.Place, StringComparison.Ordinal);
    }

    /// <summary>What Avro 1.11 takes, though its specification does not.</summary>
    [Theory]
    [InlineData("""{"type":"record","name":"R","namespace":"com.acme.2024","fields":[]}""", """{"type":"record","name":"R","namespace":"com.acme.2024","fields":[]}""")]
    [InlineData("""{"type":"record","name":"a..R","fields":[]}""", """{"type":"record","name":"R","namespace":"a.","fields":[]}""")]
    [InlineData("""{"type":"record","name":"R","namespace":"my ns","fields":[{"name":"r","type":["null","my ns.R"]}]}""", """{"type":"record","name":"R","namespace":"my ns","fields":[{"name":"r","type":["null","R"]}]}""")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"int","aliases":["old-name",""]}]}""", """{"type":"record","name":"R","fields":[{"name":"a","type":"int","aliases":["old-name",""]}]}""")]
    [InlineData("""{"type":"record","name":"R","doc":5,"namespace":1,"fields":[{"name":"a","type":"int","doc":[]}]}""", """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A"],"default":1}""", """{"type":"enum","name":"E","symbols":["A"]}""")]
    public void Text_ThatAvroTakes_IsTaken(string text, string canonical) => Assert.Equal(canonical, Parse(text).CanonicalText);

    [Theory]
    [InlineData("\"null\"", "null")]
    [InlineData("\"boolean\"", "true")]
    [InlineData("\"int\"", "-2147483648")]
    [InlineData("\"long\"", "9223372036854775807")]
    [InlineData("\"float\"", "1")]
    [InlineData("\"double\"", "1.5e300")]
    [InlineData("\"double\"", "\"-Infinity\"")]
    [InlineData("\"string\"", "\"\"")]
    [InlineData("\"bytes\"", "\"\\u00ff\"")]
    [InlineData("{\"type\":\"fixed\",\"name\":\"F\",\"size\":2}", "\"\\u00ff\\u0000\"")]
    [InlineData("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}", "\"A\"")]
    [InlineData("{\"type\":\"array\",\"items\":\"int\"}", "[1,2]")]
    [InlineData("{\"type\":\"map\",\"values\":[\"int\",\"null\"]}", "{\"a\":1}")]
    [InlineData("[\"null\",\"int\"]", "null")]
    [InlineData("[\"string\",\"null\"]", "\"x\"")]
    [InlineData("{\"type\":\"record\",\"name\":\"I\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":\"int\",\"default\":2}]}", "{\"a\":1}")]
    [InlineData("[\"null\",\"R\"]", "null")]
    [InlineData("{\"type\":\"array\",\"items\":\"R\"}", "[]")]
    public void Default_OfItsType_IsTaken(string type, string value) => Assert.NotNull(Parse(WithDefault(type, value)));

    [Theory]
    [InlineData("\"null\"", "0", "null is needed")]
    [InlineData("\"boolean\"", "0", "boolean is needed")]
    [InlineData("\"int\"", "2147483648", "32 bits")]
    [InlineData("\"int\"", "1.0", "32 bits")]
    [InlineData("\"int\"", "\"1\"", "32 bits")]
    [InlineData("\"int\"", "null", "32 bits")]
    [InlineData("\"long\"", "9223372036854775808", "64 bits")]
    [InlineData("\"float\"", "\"one\"", "a number")]
    [InlineData("\"string\"", "1", "string is needed")]
    [InlineData("\"string\"", "null", "string is needed")]
    [InlineData("\"bytes\"", "\"\\u0100\"", "U+00FF")]
    [InlineData("{\"type\":\"fixed\",\"name\":\"F\",\"size\":2}", "\"a\"", "2 bytes")]
    [InlineData("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}", "\"B\"", "not a symbol")]
    [InlineData("{\"type\":\"array\",\"items\":\"int\"}", "[1,\"2\"]", "32 bits")]
    [InlineData("{\"type\":\"array\",\"items\":\"int\"}", "{}", "an array")]
    [InlineData("{\"type\":\"map\",\"values\":\"int\"}", "{\"a\":null}", "32 bits")]
    [InlineData("[\"null\",\"int\"]", "1", "first branch")]
    [InlineData("[\"string\",\"null\"]", "null", "first branch")]
    [InlineData("{\"type\":\"record\",\"name\":\"I\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}", "{}", "\"a\" of I is missing")]
    [InlineData("{\"type\":\"record\",\"name\":\"I\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}", "{\"a\":\"\"}", "in the field \"a\"")]
    [InlineData("\"R\"", "{}", "without end")]
    public void Default_OfAnotherType_IsRefusedWithPlaceAndReason(string type, string value, string reason)
    {
        SchemaException refused = Refused(WithDefault(type, value));
        Assert.Equal("/fields/0/default", refused.Place);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"type\":\"record\",\"name\":\"Größe_1\",\"fields\":[]}", "Größe_1")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"my-server.shop\",\"fields\":[]}", "my-server.shop.R")]
    [InlineData("{\"type\":\"record\",\"name\":\"a.b.R\",\"namespace\":\"ignored\",\"fields\":[]}", "a.b.R")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"\",\"fields\":[]}", "R")]
    [InlineData("{\"type\":\"error\",\"name\":\"R\",\"namespace\":null,\"fields\":[]}", "R")]
    [InlineData("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[]}", null)]
    [InlineData("[]", null)]
    public void RecordName_OfASchema_IsItsFullName(string text, string? name) => Assert.Equal(name, Parse(text).RecordName);

    [Fact]
    public void Name_WithinARecord_IsFoundInItsNamespaceAndThenWithoutOne()
    {
        AvroSchema schema = Parse("""
            [{"type":"fixed","name":"F","size":1},
             {"type":"record","name":"a.R","fields":[{"name":"x","type":{"type":"fixed","name":"G","size":2}},{"name":"g","type":"G"},{"name":"f","type":"F"}]}]
            """);
        Assert.Contains("""{"name":"g","type":"G"},{"name":"f","type":"F"}""", schema.CanonicalText, StringComparison.Ordinal);
    }

    [Fact]
    public void Reference_ThatIsWrong_IsNamedInTheRefusal()
    {
        SchemaException refused = Refused("\"A\"", Reference("A", """{"type":"record","name":"A","fields":[{"name":"b","type":"B"}]}"""));
        Assert.Contains("In the reference \"A\" (subject \"A-value\", version 1)", refused.Message, StringComparison.Ordinal);
        Assert.Equal("/fields/0/type", refused.Place);
    }

    [Fact]
    public void References_ThatShareAReference_ReadItOnce()
    {
        var shared = Reference("S", """{"type":"fixed","name":"S","size":1}""");
        var one = Reference("A", """{"type":"record","name":"A","fields":[{"name":"s","type":"S"}]}""", shared);
        var other = Reference("B", """{"type":"record","name":"B","fields":[{"name":"s","type":"S"}]}""", shared);
        Assert.Equal("""["A","B","S"]""", Parse("""["A","B","S"]""", one, other).CanonicalText);
    }

    [Fact]
    public void TypeOfAReference_DefinedAgain_IsRefused() =>
        Assert.Contains("defined twice", Refused("""{"type":"fixed","name":"F","size":2}""", Reference("F", """{"type":"fixed","name":"F","size":1}""")).Message, StringComparison.Ordinal);

    [Fact]
    public void References_TooDeep_AreRefused()
    {
        ResolvedReference last = Reference("R0", """{"type":"fixed","name":"R0","size":1}""");
        for (int depth = 1; depth < 100; depth++)
            last = Reference($"R{depth}", $$"""{"type":"array","items":"R0"}""", last);
        Assert.Contains("deeper than 64", Refused("\"R0\"", last).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"type\":\"array\",\"items\":", "\"int\"", "}", 10_000)]
    [InlineData("[\"null\",{\"type\":\"map\",\"values\":", "\"int\"", "}]", 10_000)]
    [InlineData("[", "", "]", 10_000)]
    public void Text_NestedTooDeep_IsRefused(string open, string middle, string close, int times) =>
        Assert.Contains("depth", Refused(Repeat(open, times) + middle + Repeat(close, times)).Message, StringComparison.Ordinal);

    [Fact]
    public void Text_OverItsLimits_IsRefused()
    {
        Assert.Contains("longer than", Refused(new string(' ', 5_000_000) + "\"int\"").Message, StringComparison.Ordinal);
        Assert.Contains("longer than", Refused($$"""{"type":"fixed","size":1,"name":"{{new string('n', 2000)}}"}""").Message, StringComparison.Ordinal);
        string fields = string.Join(',', Enumerable.Range(0, 100_001).Select(index => string.Create(CultureInfo.InvariantCulture, $$"""{"name":"f{{index}}","type":"int"}""")));
        Assert.Contains("more than 200000", Refused($$"""{"type":"record","name":"R","fields":[{{fields}}]}""").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_ThatLeanOnEachOther_AreCheckedWithinTheBound()
    {
        var types = new StringBuilder("""[{"type":"record","name":"R0","fields":[]}""");
        for (int index = 1; index < 60; index++)
            types.Append(CultureInfo.InvariantCulture, $$$""",{"type":"record","name":"R{{{index}}}","fields":[{"name":"a","type":"R{{{index - 1}}}","default":{}},{"name":"b","type":"R{{{index - 1}}}","default":{}}]}""");
        Assert.Contains("lean on more than", Refused(types.Append(']').ToString()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"type\":\"array\",\"items\":", "}", 500)]
    [InlineData("{\"type\":\"record\",\"name\":\"R#\",\"fields\":[{\"name\":\"f\",\"type\":", "}]}", 160)]
    public void Text_AsDeepAsAllowed_IsReadOnASmallStack(string open, string close, int times)
    {
        string opened = string.Concat(Enumerable.Range(0, times).Select(index => open.Replace("#", index.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)));
        string? normalized = null;
        var thread = new Thread(() => normalized = Parse(opened + "\"int\"" + Repeat(close, times)).Normalize().CanonicalText, maxStackSize: 512 * 1024);
        thread.Start();
        thread.Join();
        Assert.EndsWith("\"int\"" + Repeat(close, times), normalized, StringComparison.Ordinal);
    }

    private static string WithDefault(string type, string value) => $$"""{"type":"record","name":"R","fields":[{"name":"f","type":{{type}},"default":{{value}} }]}""";

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
