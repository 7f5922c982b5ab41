using System.Text;
using RestStream.Schemas.Enforcement;
using RestStream.Schemas.Json;

namespace RestStream.Schemas.Tests.Json.Validation;

/// <summary>What references mean, at registration and where records are checked.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData("http://x/a/item.json", "http://x/b/item.json", "common.json")]
    [InlineData("item-a", "item-b", "common")]
    [InlineData("a/item", "b/item", "http://x/common")]
    public void AName_MeansWhatItsUserSaysThatItDoes(string itemA, string itemB, string common)
    {
        var text = """{"properties":{"a":{"$ref":"<a>"},"b":{"$ref":"<b>"}}}""".Replace("<a>", itemA, StringComparison.Ordinal).Replace("<b>", itemB, StringComparison.Ordinal);
        var item = """{"items":{"$ref":"<common>"}}""".Replace("<common>", common, StringComparison.Ordinal);
        ResolvedReference[] references =
        [
            Use(itemA, "item-a", item, Use(common, "common-a", """{"type":"string"}""")),
            Use(itemB, "item-b", item, Use(common, "common-b", """{"type":"integer"}""")),
        ];
        var schema = new RegisteredSchema("s", 1, 1, Guid.Empty, SchemaType.Json, text) { Resolve = () => references };

        Assert.All(
            new Func<string, bool>[]
            {
                record => JsonSchemaProvider.ParseJson(text, references).Validator.Check(Encoding.UTF8.GetBytes(record)) == ValidationVerdict.Valid,
                record => JsonPayloadCheck.Make(schema, JsonSchemaOptions.Default).Check(new Payload { Bytes = Encoding.UTF8.GetBytes(record) }, out _) == PayloadVerdict.Fits,
            },
            fits =>
            {
                Assert.True(fits("""{"a":["x"],"b":[1]}"""));
                Assert.False(fits("""{"a":[1]}"""));
                Assert.False(fits("""{"b":["x"]}"""));
            });

        ResolvedReference[] swapped = [Use(itemA, "item-a", item, references[1].References[0]), Use(itemB, "item-b", item, references[0].References[0])];
        Assert.NotEmpty(JsonSchemaProvider.ParseJson(text, swapped).CannotRead(JsonSchemaProvider.ParseJson(text, references), CompatibilityPolicy.Strict));
    }

    [Fact]
    public void ADynamicReferenceToADocumentOf201909_IsAPlainOne()
    {
        var schema = JsonSchemaProvider.ParseJson("""{"$schema":"https://json-schema.org/draft/2020-12/schema","$dynamicRef":"https://json-schema.org/draft/2019-09/schema"}""", []).Validator;
        Assert.Equal(ValidationVerdict.Valid, schema.Check("""{"type":"string"}"""u8));
        Assert.Equal(ValidationVerdict.Invalid, schema.Check("""{"type":"nothing"}"""u8));
    }

    [Fact]
    public void ADynamicReferenceToAnotherWithARecursiveAnchor_IsAPlainOne()
    {
        const string other = """{"$schema":"https://json-schema.org/draft/2019-09/schema","$recursiveAnchor":true,"type":"string"}""";
        const string text = """{"$schema":"https://json-schema.org/draft/2020-12/schema","$dynamicRef":"other.json"}""";
        var schema = JsonSchemaProvider.ParseJson(text, [Use("other.json", "other", other)]).Validator;
        Assert.Equal(ValidationVerdict.Valid, schema.Check("\"a\""u8));
        Assert.Equal(ValidationVerdict.Invalid, schema.Check("1"u8));
    }

    [Theory]
    [InlineData("$anchor")]
    [InlineData("$dynamicAnchor")]
    public void AnEmptyAnchor_IsRefused(string keyword) => Assert.Throws<SchemaException>(() => JsonSchema.Compile(
        $$"""{"$schema":"https://json-schema.org/draft/2020-12/schema","{{keyword}}":""}""", JsonSchemaOptions.Default));

    [Fact]
    public void ARecursiveAnchorBelowTheRootOfItsResource_SaysNothing()
    {
        const string text = """
            {"$schema":"https://json-schema.org/draft/2019-09/schema","$id":"http://x/a","type":["object","string"],
             "properties":{"inner":{"$ref":"b"}},"$defs":{"c":{"$recursiveAnchor":true},
             "b":{"$id":"b","$recursiveAnchor":true,"type":["object","integer"],"properties":{"again":{"$recursiveRef":"#"}}}}}
            """;
        var schema = JsonSchema.Compile(text, JsonSchemaOptions.Default);
        Assert.Equal(ValidationVerdict.Valid, schema.Check("""{"inner":{"again":1}}"""u8));
        Assert.Equal(ValidationVerdict.Invalid, schema.Check("""{"inner":{"again":"x"}}"""u8));
    }

    [Theory]
    [InlineData("true", ValidationVerdict.Invalid)]
    [InlineData("false", ValidationVerdict.Valid)]
    public void TheFormatVocabularyOf201909_AssertsWhereItIsRequired(string required, ValidationVerdict expected)
    {
        var meta = $$$"""{"$schema":"https://json-schema.org/draft/2019-09/schema","$id":"http://x/meta","$vocabulary":{"https://json-schema.org/draft/2019-09/vocab/core":true,"https://json-schema.org/draft/2019-09/vocab/format":{{{required}}}}}""";
        var schema = JsonSchema.Compile("""{"$schema":"http://x/meta","format":"ipv4"}""", JsonSchemaOptions.Default, new Dictionary<string, string> { ["http://x/meta"] = meta });
        Assert.Equal(expected, schema.Check("\"x\""u8));
    }

    [Theory]
    [InlineData("""{"$id":"http://x/a.json","$ref":"b.json"}""")]
    [InlineData("""{"$id":"http://x/a.json","$ref":"http://x/a.json#/definitions/t","definitions":{"t":{"type":"string"}}}""")]
    public void ADocumentsIdentifierBesideAReference_IsItsName(string text)
    {
        var schema = JsonSchemaProvider.ParseJson(text, [Use("http://x/b.json", "b", """{"type":"string"}""")]).Validator;
        Assert.Equal(ValidationVerdict.Valid, schema.Check("\"a\""u8));
        Assert.Equal(ValidationVerdict.Invalid, schema.Check("1"u8));
    }

    private static ResolvedReference Use(string name, string subject, string text, params ResolvedReference[] uses) => new(new SchemaReference(name, subject, 1), text, uses);
}
