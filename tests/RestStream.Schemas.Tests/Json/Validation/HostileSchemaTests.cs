using System.Text;
using RestStream.Schemas.Json;
using RestStream.TestKit;

namespace RestStream.Schemas.Tests.Json.Validation;

/// <summary>Schemas and records made to cost much end in an error or within the bounds.</summary>
public sealed class HostileSchemaTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(10);

    [Fact]
    public void AChainOfTenThousandReferences_IsRefused()
    {
        var definitions = Enumerable.Range(0, 10_000).Select(index => $"\"d{index}\":{{\"$ref\":\"#/definitions/d{index + 1}\"}}");
        var schema = $"{{\"$ref\":\"#/definitions/d0\",\"definitions\":{{{string.Join(',', definitions)},\"d10000\":{{}}}}}}";
        Assert.Contains("follow one another", Refused(schema).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TenThousandReferencesToOnePlace_AreCompiled()
    {
        var branches = string.Join(',', Enumerable.Repeat("{\"$ref\":\"#/definitions/a\"}", 9_000));
        var schema = Compile($"{{\"anyOf\":[{branches}],\"definitions\":{{\"a\":{{\"type\":\"string\"}}}}}}");
        Assert.Equal(ValidationVerdict.Invalid, Check(schema, "1"));
        Assert.Equal(ValidationVerdict.Valid, Check(schema, "\"a\""));
    }

    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"allOf":[{"$ref":"#"}]}""")]
    [InlineData("""{"anyOf":[{"type":"string"},{"not":{"$ref":"#"}}]}""")]
    [InlineData("""{"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}}}""")]
    [InlineData("""{"if":{"$ref":"#"},"then":{}}""")]
    [InlineData("""{"dependencies":{"a":{"$ref":"#"}}}""")]
    public void AReferenceToItselfAtTheSameValue_IsRefused(string schema) =>
        Assert.Contains("never end", Refused(schema).Message, StringComparison.Ordinal);

    [Fact]
    public void ADynamicReferenceToItself_EndsWithinTheBounds()
    {
        var schema = Compile("""{"$schema":"https://json-schema.org/draft/2020-12/schema","$dynamicAnchor":"a","allOf":[{"$dynamicRef":"#a"}]}""");
        Assert.Equal(ValidationVerdict.LimitExceeded, Check(schema, "1"));
    }

    [Fact]
    public void AReferenceToItselfThroughAMember_IsCompiled()
    {
        var schema = Compile("""{"type":"object","properties":{"next":{"$ref":"#"}}}""");
        Assert.Equal(ValidationVerdict.Valid, Check(schema, """{"next":{"next":{}}}"""));
        Assert.Equal(ValidationVerdict.Invalid, Check(schema, """{"next":{"next":1}}"""));
    }

    [Fact]
    public void CombinatorsThatDoubleAtEachLevel_EndWithinTheBounds()
    {
        var definitions = Enumerable.Range(0, 60).Select(index => $"\"d{index}\":{{\"allOf\":[{{\"$ref\":\"#/definitions/d{index + 1}\"}},{{\"$ref\":\"#/definitions/d{index + 1}\"}}]}}");
        var text = $"{{\"$ref\":\"#/definitions/d0\",\"definitions\":{{{string.Join(',', definitions)},\"d60\":{{\"type\":\"integer\",\"minimum\":0}}}}}}";
        var schema = JsonSchema.Compile(text, new JsonSchemaOptions { MaxSchemaDepth = 256 });
        var started = ThreadTime.Now;
        Assert.Equal(ValidationVerdict.LimitExceeded, Check(schema, "1"));
        Assert.Equal(ValidationVerdict.LimitExceeded, schema.Validate("1"u8, 10).Verdict);
        Assert.True(ThreadTime.Now - started < s_bound);
    }

    [Fact]
    public void AlternativesThatDoubleAtEachLevelOfTheRecord_EndWithinTheBounds()
    {
        var schema = Compile("""{"anyOf":[{"properties":{"a":{"$ref":"#"}},"required":["b"]},{"properties":{"a":{"$ref":"#"}},"required":["c"]}]}""");
        var record = string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "1" + new string('}', 60);
        var started = ThreadTime.Now;
        Assert.NotEqual(ValidationVerdict.Valid, Check(schema, record));
        Assert.NotEqual(ValidationVerdict.Valid, schema.Validate(Encoding.UTF8.GetBytes(record), 10).Verdict);
        Assert.True(ThreadTime.Now - started < s_bound);
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData(@"^(?=(a+)+$)\w*b")]
    public void APatternThatBacktracksWithoutEnd_EndsWithinTheBounds(string pattern)
    {
        var schema = Compile($"{{\"items\":{{\"pattern\":{System.Text.Json.JsonSerializer.Serialize(pattern)}}}}}");
        var text = "\"" + new string('a', 5_000) + "!\"";
        var started = ThreadTime.Now;
        Assert.NotEqual(ValidationVerdict.Valid, Check(schema, $"[{string.Join(',', Enumerable.Repeat(text, 200))}]"));
        Assert.True(ThreadTime.Now - started < s_bound);
    }

    [Fact]
    public void ALargeArrayOfUniqueItems_IsCheckedInTime()
    {
        // By steps alone: a busy machine must not fail this.
        var schema = JsonSchema.Compile("""{"uniqueItems":true}""", new JsonSchemaOptions { MaxTime = TimeSpan.FromMinutes(1) });
        var items = Enumerable.Range(0, 100_000).Select(index => $"{{\"a\":{index}}}");
        Assert.Equal(ValidationVerdict.Valid, Check(schema, $"[{string.Join(',', items)}]"));
        Assert.Equal(ValidationVerdict.Invalid, Check(schema, $"[{string.Join(',', items)},{{\"a\":77.0}}]"));
    }

    [Fact]
    public void ASchemaNestedTooDeep_IsRefused()
    {
        var schema = string.Concat(Enumerable.Repeat("{\"not\":", 10_000)) + "{}" + new string('}', 10_000);
        Assert.Contains("nested deeper", Refused(schema).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASchemaOfTooManySubschemas_IsRefused()
    {
        var schema = $"{{\"allOf\":[{string.Join(',', Enumerable.Repeat("{}", 30_000))}]}}";
        Assert.Contains("subschemas", Refused(schema).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARecordNestedTooDeep_IsOverTheLimit()
    {
        var schema = Compile("{}");
        Assert.Equal(ValidationVerdict.Valid, Check(schema, new string('[', 64) + new string(']', 64)));
        Assert.Equal(ValidationVerdict.LimitExceeded, Check(schema, new string('[', 65) + new string(']', 65)));
        Assert.Equal(ValidationVerdict.LimitExceeded, Check(schema, new string('[', 1_000_000)));
    }

    [Fact]
    public void AHugeExponent_CostsNothing()
    {
        var schema = Compile("""{"type":"integer","multipleOf":3,"minimum":0}""");
        Assert.Equal(ValidationVerdict.Invalid, Check(schema, "1e400000000"));
        Assert.Equal(ValidationVerdict.Valid, Check(schema, "3e400000000"));
    }

    [Theory]
    [InlineData("http://example.com/a.json")]
    [InlineData("file:///etc/passwd")]
    [InlineData("other.json")]
    public void AReferenceToWhatIsNotGiven_IsRefused(string uri)
    {
        var exception = Refused($"{{\"properties\":{{\"a\":{{\"$ref\":\"{uri}\"}}}}}}");
        Assert.Contains(uri, exception.Message, StringComparison.Ordinal);
        Assert.Equal("/properties/a/$ref", exception.Place);
    }

    private static JsonSchema Compile(string schema) => JsonSchema.Compile(schema, JsonSchemaOptions.Default);

    private static SchemaException Refused(string schema) => Assert.Throws<SchemaException>(() => Compile(schema));

    private static ValidationVerdict Check(JsonSchema schema, string record) => schema.Check(Encoding.UTF8.GetBytes(record));
}
