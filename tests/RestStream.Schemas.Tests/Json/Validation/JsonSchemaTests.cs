using System.Text;
using RestStream.Schemas.Json;

namespace RestStream.Schemas.Tests.Json.Validation;

public sealed class JsonSchemaTests
{
    private const string Order = """
        {"type":"object","required":["id","qty"],"additionalProperties":false,"properties":{
          "id":{"type":"string","minLength":3},"qty":{"type":"integer","minimum":1,"maximum":99},
          "state":{"enum":["new","paid","sent"]},"price":{"type":"number","multipleOf":0.01},
          "tags":{"type":"array","items":{"type":"string"},"uniqueItems":true},"note":{"$ref":"#/definitions/note"}},
         "definitions":{"note":{"type":["string","null"],"maxLength":5}}}
        """;

    [Fact]
    public void ARecordThatFits_HasNoErrors()
    {
        var schema = JsonSchema.Compile(Order, JsonSchemaOptions.Default);
        var report = schema.Validate("""{"id":"abc","qty":1.0,"price":0.07,"tags":["a","b"],"note":null}"""u8, 10);
        Assert.Equal(ValidationVerdict.Valid, report.Verdict);
        Assert.Empty(report.Errors);
    }

    [Theory]
    [InlineData("""{"qty":1}""", "", "/required", "lacks the property \"id\"")]
    [InlineData("""{"id":"ab","qty":1}""", "/id", "/properties/id/minLength", "\"ab\" has 2 characters but must have at least 3")]
    [InlineData("""{"id":"abc","qty":0}""", "/qty", "/properties/qty/minimum", "is 0 but must be at least 1")]
    [InlineData("""{"id":"abc","qty":"1"}""", "/qty", "/properties/qty/type", "is a string but must be an integer")]
    [InlineData("""{"id":"abc","qty":1.5}""", "/qty", "/properties/qty/type", "is a number (1.5) but must be an integer")]
    [InlineData("""{"id":"abc","qty":1,"state":"old"}""", "/state", "/properties/state/enum", "is \"old\" but must be one of \"new\", \"paid\", \"sent\"")]
    [InlineData("""{"id":"abc","qty":1,"price":0.071}""", "/price", "/properties/price/multipleOf", "is 0.071 but must be a multiple of 0.01")]
    [InlineData("""{"id":"abc","qty":1,"tags":["a","b","\u0061"]}""", "/tags", "/properties/tags/uniqueItems", "must hold no item twice, but /tags/0 equals /tags/2")]
    [InlineData("""{"id":"abc","qty":1,"tags":["a",2]}""", "/tags/1", "/properties/tags/items/type", "is a number (2) but must be a string")]
    [InlineData("""{"id":"abc","qty":1,"note":"abcdef"}""", "/note", "/properties/note/$ref/maxLength", "\"abcdef\" has 6 characters but must have at most 5")]
    [InlineData("""{"id":"abc","qty":1,"a/b":2}""", "/a~1b", "/additionalProperties", "is the property \"a/b\", which is not allowed here")]
    public void ARecordThatDoesNotFit_IsToldWhereAndWhy(string record, string instance, string keyword, string message)
    {
        var schema = JsonSchema.Compile(Order, JsonSchemaOptions.Default);
        var report = schema.Validate(Encoding.UTF8.GetBytes(record), 10);
        Assert.Equal(new ValidationError(instance, keyword, message), Assert.Single(report.Errors));
    }

    [Fact]
    public void SeveralReasons_AreGivenUpToTheNumberAskedFor()
    {
        var schema = JsonSchema.Compile(Order, JsonSchemaOptions.Default);
        var record = """{"id":1,"qty":0,"state":1,"price":"x"}"""u8;
        Assert.Equal(4, schema.Validate(record, int.MaxValue).Errors.Count);
        Assert.Equal(2, schema.Validate(record, 2).Errors.Count);
        Assert.Equal("/id", Assert.Single(schema.Validate(record, 1).Errors).InstanceLocation);
    }

    [Fact]
    public void AlternativesThatDoNotFit_TellTheNearestOne()
    {
        var schema = JsonSchema.Compile("""
            {"oneOf":[{"properties":{"kind":{"const":"a"},"x":{"type":"string"}},"required":["kind","x"]},
                      {"properties":{"kind":{"const":"b"},"y":{"type":"string"}},"required":["kind","y"]}]}
            """, JsonSchemaOptions.Default);
        var errors = schema.Validate("""{"kind":"b","y":1}"""u8, 10).Errors;
        Assert.Equal(["/oneOf", "/oneOf/1/properties/y/type"], errors.Select(error => error.KeywordLocation));
    }

    [Fact]
    public void WhatIsLeftUnevaluated_IsToldByName()
    {
        var schema = JsonSchema.Compile("""
            {"$schema":"https://json-schema.org/draft/2020-12/schema","allOf":[{"properties":{"a":true}}],"unevaluatedProperties":false}
            """, JsonSchemaOptions.Default);
        var error = Assert.Single(schema.Validate("""{"a":1,"b":2}"""u8, 10).Errors);
        Assert.Equal(("/b", "/unevaluatedProperties"), (error.InstanceLocation, error.KeywordLocation));
    }

    [Theory]
    [InlineData("""{"type":"strin"}""", "/type")]
    [InlineData("""{"properties":{"a":{"minLength":-1}}}""", "/properties/a/minLength")]
    [InlineData("""{"properties":{"a":[]}}""", "/properties")]
    [InlineData("""{"allOf":{}}""", "/allOf")]
    [InlineData("""{"allOf":[]}""", "/allOf")]
    [InlineData("""{"items":{"pattern":"("}}""", "/items/pattern")]
    [InlineData("""{"multipleOf":0}""", "/multipleOf")]
    [InlineData("""{"required":"a"}""", "/required")]
    [InlineData("""{"required":[1]}""", "/required")]
    [InlineData("""{"not":1}""", "/not")]
    [InlineData("""{"enum":1}""", "/enum")]
    [InlineData("""{"$ref":"#/definitions/none"}""", "/$ref")]
    public void WhatIsNoSchema_IsRefusedWithItsPlace(string schema, string place)
    {
        var exception = Assert.Throws<SchemaException>(() => JsonSchema.Compile(schema, JsonSchemaOptions.Default));
        Assert.Equal(place, exception.Place);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("1")]
    [InlineData("\"a\"")]
    [InlineData("""{"properties":{"\ud800":{}}}""")]
    public void WhatIsNoJsonOrNoSchemaAtAll_IsRefused(string schema) =>
        Assert.Throws<SchemaException>(() => JsonSchema.Compile(schema, JsonSchemaOptions.Default));

    [Fact]
    public void DocumentsThatItRefersTo_AreFoundByNameAndByTheirOwnUri()
    {
        var documents = new Dictionary<string, string>
        {
            ["product.json"] = """{"type":"object","properties":{"vendor":{"$ref":"http://example.com/vendor"}}}""",
            ["http://example.com/vendor"] = """{"definitions":{"n":{"type":"string"}},"$ref":"#/definitions/n"}""",
        };
        var schema = JsonSchema.Compile("""{"items":{"$ref":"product.json"}}""", JsonSchemaOptions.Default, documents);
        Assert.Equal(ValidationVerdict.Valid, schema.Check("""[{"vendor":"a"}]"""u8));
        Assert.Equal(ValidationVerdict.Invalid, schema.Check("""[{"vendor":1}]"""u8));
    }

    [Fact]
    public void RelativeNames_AreResolvedAtTheRootsIdentifier()
    {
        var documents = new Dictionary<string, string> { ["product.json"] = """{"type":"string"}""" };
        var schema = JsonSchema.Compile("""{"$id":"http://example.com/order.json","items":{"$ref":"http://example.com/product.json"}}""", JsonSchemaOptions.Default, documents);
        Assert.Equal(ValidationVerdict.Invalid, schema.Check("[1]"u8));
    }

    [Fact]
    public void ADocumentThatIsReferredTo_CallsOthersByTheirNames()
    {
        var documents = new Dictionary<string, string>
        {
            ["order.json"] = """{"$id":"http://example.com/orders/order","items":{"$ref":"price.json#/definitions/p"}}""",
            ["price.json"] = """{"definitions":{"p":{"type":"number"}}}""",
        };
        var schema = JsonSchema.Compile("""{"$ref":"order.json"}""", JsonSchemaOptions.Default, documents);
        Assert.Equal(ValidationVerdict.Valid, schema.Check("[1]"u8));
        Assert.Equal(ValidationVerdict.Invalid, schema.Check("[null]"u8));
    }

    [Fact]
    public void Formats_RefuseOnlyWhenAsked()
    {
        const string text = """{"format":"ipv4"}""";
        Assert.Equal(ValidationVerdict.Valid, JsonSchema.Compile(text, JsonSchemaOptions.Default).Check("\"x\""u8));
        Assert.Equal(ValidationVerdict.Invalid, JsonSchema.Compile(text, new JsonSchemaOptions { AssertFormats = true }).Check("\"x\""u8));
    }

    [Theory]
    [InlineData("https://json-schema.org/draft/2020-12/schema", """{"prefixItems":[{"type":"string"}]}""", ValidationVerdict.Invalid)]
    [InlineData("http://json-schema.org/draft-07/schema#", """{"prefixItems":[{"type":"string"}]}""", ValidationVerdict.Valid)]
    [InlineData("urn:nobody-knows", """{"prefixItems":[{"type":"string"}]}""", ValidationVerdict.Valid)]
    public void TheDraft_IsWhatTheSchemaSaysElseDraft7(string draft, string schema, ValidationVerdict expected)
    {
        var text = schema.Insert(1, $"\"$schema\":\"{draft}\",");
        Assert.Equal(expected, JsonSchema.Compile(text, JsonSchemaOptions.Default).Check("[1]"u8));
    }

    [Fact]
    public void ValidRecords_AllocateNothing()
    {
        var schema = JsonSchema.Compile(Order, JsonSchemaOptions.Default);
        var record = """{"id":"abcdef","qty":12,"state":"paid","price":12.99,"tags":["a","b","c"],"note":"\u0061bc"}"""u8.ToArray();
        for (var warm = 0; warm < 100; warm++) Assert.Equal(ValidationVerdict.Valid, schema.Check(record));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var count = 0; count < 1_000; count++) schema.Check(record);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("""{"anyOf":[{"type":"string"},{"required":["a"]}],"oneOf":[{"minProperties":9},{"maxProperties":8}],"not":{"required":["z"]}}""")]
    [InlineData("""{"if":{"required":["a"]},"then":{"properties":{"b":{"contains":{"const":3}}}},"else":false}""")]
    [InlineData("""{"$dynamicAnchor":"n","properties":{"c":{"$dynamicRef":"#n"}},"$defs":{"r":{"$id":"r","$dynamicAnchor":"n"}}}""")]
    [InlineData("""{"allOf":[{"properties":{"a":true}},{"patternProperties":{"^[bc]$":true}}],"unevaluatedProperties":false}""")]
    [InlineData("""{"properties":{"b":{"prefixItems":[{"enum":[1]}],"contains":{"minimum":2},"unevaluatedItems":false}}}""")]
    [InlineData("""{"dependentRequired":{"a":["b"]},"dependentSchemas":{"b":{"required":["c"]}},"propertyNames":{"maxLength":1}}""")]
    [InlineData("""{"properties":{"a":{"multipleOf":0.01},"b":{"uniqueItems":true},"c":{"const":{"a":1,"b":[]}}}}""")]
    public void ValidRecords_AllocateNothingByLessCommonKeywords(string text)
    {
        var schema = JsonSchema.Compile(text.Insert(1, "\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$id\":\"http://example.com/s\","), JsonSchemaOptions.Default);
        var record = """{"a":1.5,"b":[1,2,3],"c":{"b":[],"a":1}}"""u8.ToArray();
        for (var warm = 0; warm < 100; warm++) Assert.Equal(ValidationVerdict.Valid, schema.Check(record));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var count = 0; count < 1_000; count++) schema.Check(record);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void TheMetaSchemas_AreKnownAndAcceptThemselves()
    {
        foreach (var uri in new[]
                 {
                     "http://json-schema.org/draft-04/schema#", "http://json-schema.org/draft-06/schema#", "http://json-schema.org/draft-07/schema#",
                     "https://json-schema.org/draft/2019-09/schema", "https://json-schema.org/draft/2020-12/schema",
                 })
        {
            var schema = JsonSchema.Compile($"{{\"$schema\":\"{uri}\",\"$ref\":\"{uri}\"}}", JsonSchemaOptions.Default);
            Assert.Equal(ValidationVerdict.Valid, schema.Check("""{"type":"object","properties":{"a":{"minLength":1}}}"""u8));
            Assert.Equal(ValidationVerdict.Invalid, schema.Check("""{"type":"object","properties":{"a":{"minLength":-1}}}"""u8));
        }
    }
}
