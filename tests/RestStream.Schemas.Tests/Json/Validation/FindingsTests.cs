using System.Text;
using RestStream.Schemas.Json;

namespace RestStream.Schemas.Tests.Json.Validation;

/// <summary>What is told of a record that does not fit, and what finding that out may cost.</summary>
[Collection(ProcessMemory.Name)]
public sealed class FindingsTests
{
    private const long Megabyte = 1 << 20;

    [Theory]
    [InlineData("""{"additionalProperties":{"type":"string"}}""")]
    [InlineData("""{"patternProperties":{"^(?:a|#)":{"type":"string"}}}""")]
    [InlineData("""{"propertyNames":{"maxLength":1}}""")]
    [InlineData("""{"unevaluatedProperties":{"type":"string"}}""")]
    public void ManyMisfitsUnderALongName_CostLittleOnceEnoughAreFound(string below)
    {
        var name = new string('n', 100_000);
        var schema = Compile($"{{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"properties\":{{\"{name}\":{below.Replace("#", name[..30_000], StringComparison.Ordinal)}}}}}");
        var record = Encoding.UTF8.GetBytes($"{{\"{name}\":{{{string.Join(',', Enumerable.Range(0, 80_000).Select(index => $"\"a{index}\":{index}"))}}}}}");
        // A pattern is made ready for its first text.
        schema.Validate(Encoding.UTF8.GetBytes($"{{\"{name}\":{{\"a1\":1}}}}"), 10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var report = schema.Validate(record, 10);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 60 * Megabyte);
        Assert.Equal(10, report.Errors.Count);
    }

    [Theory]
    [InlineData("""{"properties":{"#":false}}""")]
    [InlineData("""{"additionalProperties":false}""")]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2020-12/schema","unevaluatedProperties":false}""")]
    [InlineData("""{"required":["#!"]}""")]
    [InlineData("""{"dependencies":{"#":["#!"]}}""")]
    [InlineData("""{"additionalProperties":{"type":"string"}}""")]
    [InlineData("""{"propertyNames":{"pattern":"^(?:y|#|z)$"},"const":1}""")]
    [InlineData("""{"patternProperties":{"^x":{"type":"string","pattern":"#"}}}""")]
    public void LongNamesAndPatterns_AreCut(string schema)
    {
        var name = new string('x', 20_000);
        var report = Compile(schema.Replace("#", name, StringComparison.Ordinal)).Validate(Encoding.UTF8.GetBytes($"{{\"{name}\":1}}"), 10);
        Assert.NotEmpty(report.Errors);
        Assert.All(report.Errors, error => Assert.InRange(error.InstanceLocation.Length + error.KeywordLocation.Length + error.Message.Length, 1, 3_500));
    }

    [Fact]
    public void OneReasonAlone_PromisesNoOthers()
    {
        var schema = Compile("""{"anyOf":[{"type":"string"},{"type":"boolean"}]}""");
        Assert.DoesNotContain("follow", Assert.Single(schema.Validate("1"u8, 1).Errors).Message, StringComparison.Ordinal);
        Assert.Contains("follow", schema.Validate("1"u8, 2).Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheNearestAlternative_IsFoundThoughFewReasonsAreAskedFor()
    {
        var schema = Compile("""{"anyOf":[{"required":["b","c","d","e"]},{"required":["b"]}]}""");
        var report = schema.Validate("{}"u8, 2);
        Assert.Equal("/anyOf/1/required", report.Errors[1].KeywordLocation);
    }

    [Fact]
    public void ReferencesThatStandAlone_CostNoDepthWhereReasonsAreFound()
    {
        const int Chain = 17;
        var definitions = Enumerable.Range(1, Chain).Select(index => $"\"d{index}\":{{\"$ref\":\"#/definitions/d{index + 1}\"}}");
        var schema = Compile($"{{\"items\":{{\"$ref\":\"#/definitions/d1\"}},\"definitions\":{{{string.Join(',', definitions)},\"d{Chain + 1}\":{{\"type\":\"array\",\"items\":{{\"$ref\":\"#/definitions/d1\"}}}}}}}}");
        var report = schema.Validate(Encoding.UTF8.GetBytes(new string('[', 63) + "1" + new string(']', 63)), 10);
        Assert.Equal(ValidationVerdict.Invalid, report.Verdict);
        Assert.StartsWith("is a number", Assert.Single(report.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatOneLargeRecordNeeded_IsNotKept()
    {
        var schema = Compile("""{"uniqueItems":true}""");
        var record = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, 300_000))}]");
        schema.Check("1"u8);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        schema.Check(record);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 3 * Megabyte);
    }

    private static JsonSchema Compile(string schema) => JsonSchema.Compile(schema, JsonSchemaOptions.Default);
}
