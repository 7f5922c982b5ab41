using RestStream.Schemas.Json;

namespace RestStream.Schemas.Tests.Json.Text;

/// <summary>What is stored of a JSON schema, and what <c>normalize</c> makes of it.</summary>
public sealed class CanonicalTextTests
{
    [Theory]
    [InlineData(" { \"type\" :\n\"string\" }\t", """{"type":"string"}""")]
    [InlineData("""{"b":1,"a":{"d":[1, 2 ],"c":null}}""", """{"b":1,"a":{"d":[1,2],"c":null}}""")]
    [InlineData("""{"a":1,"b":2,"a":3}""", """{"a":3,"b":2}""")]
    [InlineData(" true ", "true")]
    [InlineData("{}", "{}")]
    public void WhiteSpace_IsDroppedAndOrderKept(string text, string canonical) => Assert.Equal(canonical, Parse(text).CanonicalText);

    [Theory]
    [InlineData("1", "1")]
    [InlineData("-0", "0")]
    [InlineData("1.0", "1.0")]
    [InlineData("1.50", "1.50")]
    [InlineData("0.0", "0.0")]
    [InlineData("100", "100")]
    [InlineData("1e3", "1E+3")]
    [InlineData("1.5e10", "1.5E+10")]
    [InlineData("12e-1", "1.2")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("0.0000001", "1E-7")]
    [InlineData("-1.25E-9", "-1.25E-9")]
    [InlineData("0e10", "0E+10")]
    [InlineData("123456789012345678901234567890.10", "123456789012345678901234567890.10")]
    [InlineData("1e400000000", "1E+400000000")]
    public void Number_IsKeptAsTheDecimalItIs(string number, string canonical) =>
        Assert.Equal($"{{\"default\":{canonical}}}", Parse($"{{\"default\":{number}}}").CanonicalText);

    [Theory]
    [InlineData("""\u00e4\/\u0041""", "ä/A")]
    [InlineData("""\"\\\b\f\n\r\t""", """\"\\\b\f\n\r\t""")]
    [InlineData("""\u0001\u001f""", """\u0001\u001F""")]
    [InlineData("\u007f\u2028", "\u007f\u2028")]
    [InlineData("""\ud83d\ude00""", "😀")]
    public void String_IsEscapedOnlyWhereItMustBe(string text, string canonical) =>
        Assert.Equal($"{{\"title\":\"{canonical}\"}}", Parse($"{{\"title\":\"{text}\"}}").CanonicalText);

    [Fact]
    public void Normalize_SortsMembersAtEveryDepthAndLeavesArraysAlone()
    {
        var schema = Parse("""{"type":"object","properties":{"b":{"type":"string","maxLength":1},"a":{}},"required":["b","a"],"enum":[{"z":1,"y":2}]}""");

        Assert.Equal(
            """{"enum":[{"y":2,"z":1}],"properties":{"a":{},"b":{"maxLength":1,"type":"string"}},"required":["b","a"],"type":"object"}""",
            schema.Normalize().CanonicalText);
    }

    [Fact]
    public void Normalize_SortsReferencesAndDropsThoseThatComeTwice()
    {
        ResolvedReference Named(string name, int version) => new(new SchemaReference(name, "s-" + name, version), "{}", []);
        var schema = JsonSchemaProvider.ParseJson("{}", [Named("b", 1), Named("a", 2), Named("b", 1)]);

        Assert.Equal(["b", "a", "b"], schema.References.Select(reference => reference.Name));
        Assert.Equal(
            [new SchemaReference("a", "s-a", 2), new SchemaReference("b", "s-b", 1)], schema.Normalize().References);
    }

    private static JsonParsedSchema Parse(string text) => JsonSchemaProvider.ParseJson(text, []);
}
