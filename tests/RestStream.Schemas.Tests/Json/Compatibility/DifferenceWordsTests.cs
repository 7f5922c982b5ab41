using RestStream.Schemas.Json;

namespace RestStream.Schemas.Tests.Json.Compatibility;

/// <summary>Differences are told with the place, both values, and what would be accepted.</summary>
public sealed class DifferenceWordsTests
{
    [Theory]
    [InlineData(
        """{"properties":{"a":{"type":"string","maxLength":10}}}""", """{"properties":{"a":{"type":"string","maxLength":5}}}""",
        "#/properties/a/maxLength: maxLength is 10 for the writer and only 5 for the reader, which refuses what lies between. Accepted: maxLength of 10 or more, or none.")]
    [InlineData(
        """{"type":"string"}""", """{"type":"integer"}""",
        "#/: the writer has type string and the reader type integer, which does not accept it. Accepted: what the writer has, alone or as one branch of anyOf or oneOf.")]
    [InlineData(
        """{"enum":["a","b","c"]}""", """{"enum":["a","d"]}""",
        "#/enum: the writer may have written \"b\", \"c\", and the reader accepts only \"a\", \"d\". Accepted: all of the writer's values, or more.")]
    [InlineData(
        """{"properties":{}}""", """{"properties":{"b":{"type":"string"}}}""",
        """#/properties/b: the reader knows 'b' as {"type":"string"}. The writer does not, but lets records hold anything under other names, so 'b' may be something else there. Accepted: {} as its schema, or a writer with additionalProperties false, or the policy LENIENT, which lets this pass.""")]
    public void Incompatibility_SaysWhatWouldBeAccepted(string writer, string reader, string words)
    {
        var found = Assert.Single(Parse(reader).CannotRead(Parse(writer), CompatibilityPolicy.Strict));

        Assert.Equal(words, found.Description);
    }

    [Fact]
    public void Differences_TellHarmlessOnesToo()
    {
        var found = Parse("""{"title":"b","type":"number"}""").DifferencesFrom(Parse("""{"title":"a","type":"integer"}"""));

        Assert.Equal(["TITLE_CHANGED", "TYPE_EXTENDED"], found.Select(difference => difference.Type));
        Assert.All(found, difference => Assert.True(difference.IsCompatible && difference.IsCompatibleWhenLenient));
    }

    [Fact]
    public void LongValues_AreShownShortened()
    {
        var values = string.Join(',', Enumerable.Range(0, 1_000));
        var found = Assert.Single(Parse("""{"enum":[]}""").CannotRead(Parse($"{{\"enum\":[{values}]}}"), CompatibilityPolicy.Strict));

        Assert.InRange(found.Description.Length, 1, 500);
    }

    [Fact]
    public void SchemaOfAnotherType_CannotBeCompared() =>
        Assert.Throws<ArgumentException>(() => Parse("{}").CannotRead(new RestStream.Schemas.Avro.AvroProvider().Parse("\"string\"", []), CompatibilityPolicy.Strict));

    private static JsonParsedSchema Parse(string schema) => JsonSchemaProvider.ParseJson(schema, []);
}
