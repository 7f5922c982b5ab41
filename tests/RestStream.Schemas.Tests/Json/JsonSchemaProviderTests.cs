using RestStream.Schemas.Json;

namespace RestStream.Schemas.Tests.Json;

/// <summary>What is accepted as a JSON schema, and how the rest is refused.</summary>
public sealed class JsonSchemaProviderTests
{
    [Theory]
    [InlineData("", "line 1, byte 1")]
    [InlineData("{", "line 1, byte 2")]
    [InlineData("{\n \"a\": }", "line 2, byte 7")]
    [InlineData("{} {}", "line 1, byte 4")]
    [InlineData("""{"title":"\ud800"}""", "byte 10")]
    public void Text_NotJson_IsRefusedWithItsPlace(string text, string place) => Assert.Equal(place, Refused(text).Place);

    [Theory]
    [InlineData("1", "", "object, true or false")]
    [InlineData("[]", "", "object, true or false")]
    [InlineData("""{"type":"strin"}""", "/type", "string, number, integer")]
    [InlineData("""{"type":{}}""", "/type", "name of a type")]
    [InlineData("""{"properties":{"a":{"type":["string","x"]}}}""", "/properties/a/type", "string, number")]
    [InlineData("""{"properties":[]}""", "/properties", "an object")]
    [InlineData("""{"properties":{"a":5}}""", "/properties/a", "A schema is")]
    [InlineData("""{"required":"a"}""", "/required", "an array")]
    [InlineData("""{"required":[1]}""", "/required", "an array of strings")]
    [InlineData("""{"maxLength":-1}""", "/maxLength", "at least 0")]
    [InlineData("""{"type":"array","minItems":1.5}""", "/minItems", "whole number")]
    [InlineData("""{"minimum":"1"}""", "/minimum", "a number")]
    [InlineData("""{"multipleOf":0}""", "/multipleOf", "above 0")]
    [InlineData("""{"exclusiveMaximum":true}""", "/exclusiveMaximum", "a number")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-04/schema#","exclusiveMaximum":5}""", "/exclusiveMaximum", "true or false")]
    [InlineData("""{"pattern":"("}""", "/pattern", "regular expression")]
    [InlineData("""{"patternProperties":{"a/(":{}}}""", "/patternProperties/a~1(", "regular expression")]
    [InlineData("""{"allOf":[]}""", "/allOf", "at least one")]
    [InlineData("""{"not":3}""", "/not", "a schema")]
    [InlineData("""{"if":3}""", "/if", "a schema")]
    [InlineData("""{"enum":{}}""", "/enum", "an array")]
    [InlineData("""{"uniqueItems":1}""", "/uniqueItems", "true or false")]
    [InlineData("""{"definitions":{"unused":{"type":"nothing"}}}""", "/definitions/unused/type", "string, number")]
    [InlineData("""{"dependencies":{"a":[1]}}""", "/dependencies/a", "array of strings")]
    [InlineData("""{"$ref":5}""", "/$ref", "a string")]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2020-12/schema","items":[{}]}""", "/items", "a schema")]
    public void Keyword_OfAnotherType_IsRefusedWithItsPlace(string text, string place, string expected)
    {
        var refused = Refused(text);

        Assert.Equal(place, refused.Place);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"properties":{"a":{"$ref":"#/definitions/nothing"}}}""", "#/definitions/nothing")]
    [InlineData("""{"$ref":"other.json"}""", "other.json")]
    [InlineData("""{"$ref":"http://example.com/schema.json#/a"}""", "http://example.com/schema.json")]
    [InlineData("""{"$ref":"#nowhere"}""", "#nowhere")]
    [InlineData("""{"$ref":"file:///etc/passwd"}""", "file:///etc/passwd")]
    public void Reference_ToNothingThatIsHere_IsRefusedByName(string text, string name) =>
        Assert.Contains(name, Refused(text).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}}}""")]
    [InlineData("""{"$ref":"#/definitions/a","minLength":1,"definitions":{"a":{"$ref":"#/definitions/a","maxLength":3}}}""")]
    public void Reference_ToItselfAlone_IsRefused(string text) => Refused(text);

    [Theory]
    [InlineData("true")]
    [InlineData("""{"items":{"$ref":"#"}}""")]
    [InlineData("""{"$ref":"http://json-schema.org/draft-07/schema#"}""")]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2020-12/schema","$ref":"https://json-schema.org/draft/2020-12/meta/core"}""")]
    [InlineData("""{"$ref":"#/$defs/a","definitions":{"a":{}}}""")]
    [InlineData("""{"$ref":"#/x/0/y","x":[{"y":{"type":"string"}}]}""")]
    [InlineData("""{"$ref":"#/definitions/a~1b%25","definitions":{"a/b%":{}}}""")]
    [InlineData("""{"enum":[{"$ref":"nothing","type":7}],"const":{"$id":5},"default":{"$ref":4}}""")]
    [InlineData("""{"$schema":"http://example.com/mine","type":"string"}""")]
    [InlineData("""{"properties":{"$ref":{"type":"string"}}}""")]
    [InlineData("""{"pattern":"^(?=a)(?!b)"}""")]
    public void Schema_ThatIsRight_IsRead(string text) => Assert.Equal(text, Parse(text).CanonicalText);

    [Fact]
    public void Name_IsTheTitle()
    {
        Assert.Equal("Order", Parse("""{"title":"Order","type":"object"}""").RecordName);
        Assert.Null(Parse("""{"type":"object"}""").RecordName);
        Assert.Null(Parse("true").RecordName);
    }

    [Fact]
    public void References_Normalised_AreInTheOrderOfSubjectsAndVersions_AndThereOnce()
    {
        ResolvedReference[] given = [Reference("z", "s2", 2), Reference("b", "s2", 1), Reference("a", "s2", 2), Reference("y", "s1", 9), Reference("b", "s2", 1)];
        var schema = JsonSchemaProvider.ParseJson("{}", given);

        Assert.Equal(given.Select(one => one.Reference), schema.References);
        Assert.Equal([("y", 9), ("b", 1), ("z", 2), ("a", 2)], schema.Normalize().References.Select(one => (one.Name, one.Version)));

        static ResolvedReference Reference(string name, string subject, int version) => new(new SchemaReference(name, subject, version), "{}", []);
    }

    [Fact]
    public void References_AreFoundByNameAndThroughEachOther()
    {
        var leaf = new ResolvedReference(new SchemaReference("leaf.json", "leaf", 1), """{"type":"integer"}""", []);
        var middle = new ResolvedReference(
            new SchemaReference("http://example.com/middle.json", "middle", 3),
            """{"definitions":{"m":{"properties":{"v":{"$ref":"leaf.json"}}}}}""", [leaf]);
        var schema = Parse("""{"properties":{"m":{"$ref":"http://example.com/middle.json#/definitions/m"}}}""", middle);

        var flat = Parse("""{"properties":{"m":{"properties":{"v":{"type":"integer"}}}}}""");
        Assert.Empty(schema.DifferencesFrom(flat));
        Assert.Equal([middle.Reference], schema.References);
    }

    [Fact]
    public void Validator_ChecksRecordsThroughReferences()
    {
        var leaf = new ResolvedReference(new SchemaReference("leaf.json", "leaf", 1), """{"type":"integer"}""", []);
        var middle = new ResolvedReference(new SchemaReference("middle.json", "middle", 1), """{"properties":{"v":{"$ref":"leaf.json"}}}""", [leaf]);
        var schema = Parse("""{"properties":{"m":{"$ref":"middle.json"},"at":{"format":"date"}}}""", middle);

        Assert.Equal(ValidationVerdict.Valid, schema.Validator.Check("""{"m":{"v":1},"at":"x"}"""u8));
        Assert.Equal(ValidationVerdict.Invalid, ((JsonParsedSchema)schema.Normalize()).Validator.Check("""{"m":{"v":"a"}}"""u8));
        Assert.Equal(ValidationVerdict.Invalid, schema.Compile(new JsonSchemaOptions { AssertFormats = true }).Check("""{"at":"x"}"""u8));
    }

    [Fact]
    public void Reference_RelativeToTheRootsIdentifier_IsFound()
    {
        var other = new ResolvedReference(new SchemaReference("http://example.com/s/other.json", "other", 1), """{"type":"string"}""", []);

        Parse("""{"$id":"http://example.com/s/root.json","items":{"$ref":"other.json"}}""", other);
    }

    [Fact]
    public void Reference_WhoseTextIsBroken_IsNamed()
    {
        var broken = new ResolvedReference(new SchemaReference("other.json", "other", 1), "{", []);

        Assert.Contains("other.json", Assert.Throws<SchemaException>(() => Parse("{}", broken)).Message, StringComparison.Ordinal);
    }

    private static SchemaException Refused(string text) => Assert.Throws<SchemaException>(() => Parse(text));

    private static JsonParsedSchema Parse(string text, params ResolvedReference[] references) => JsonSchemaProvider.ParseJson(text, references);
}
