using RestStream.Schemas.Json;

namespace RestStream.Schemas.Tests.Json.Validation;

/// <summary>What reading a schema may cost: memory that grows with its text, not with products of its parts.</summary>
[Collection(ProcessMemory.Name)]
public sealed class CompilationBoundsTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public void ManyValues_AreKeptInTensOfBytesEach()
    {
        var text = $"{{\"enum\":[{string.Join(',', Enumerable.Range(0, 50_000))}]}}";
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var schema = JsonSchema.Compile(text, JsonSchemaOptions.Default);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 30 * Megabyte);
        Assert.Equal(ValidationVerdict.Valid, schema.Check("49999"u8));
        Assert.Equal(ValidationVerdict.Invalid, schema.Check("50000"u8));
    }

    [Fact]
    public void TooManyValues_AreRefused()
    {
        var text = $"{{\"enum\":[{string.Join(',', Enumerable.Repeat("0", 520_000))}]}}";
        Assert.Contains("one value more", Refused(text, 300 * Megabyte).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"const":#}""")]
    [InlineData("""{"enum":[[#]]}""")]
    [InlineData("""{"multipleOf":#}""")]
    [InlineData("""{"minimum":#}""")]
    [InlineData("""{"exclusiveMaximum":#}""")]
    public void NumbersThatAreTooLong_AreRefused(string schema) =>
        Assert.Contains("number", Refused(schema.Replace("#", new string('9', 100_000) + "1", StringComparison.Ordinal), 50 * Megabyte).Message, StringComparison.Ordinal);

    [Fact]
    public void ALongNameAroundManyParts_IsRefused()
    {
        var parts = string.Join(',', Enumerable.Repeat("{}", 19_000));
        Refused($"{{\"properties\":{{\"{new string('a', 500_000)}\":{{\"anyOf\":[{parts}]}}}}}}", 300 * Megabyte);
    }

    [Fact]
    public void ALongNameAroundManyUnknownKeywords_CostsItsLength()
    {
        var members = string.Join(',', Enumerable.Range(0, 50_000).Select(index => $"\"x{index}\":0"));
        var text = $"{{\"properties\":{{\"{new string('a', 200_000)}\":{{{members}}}}}}}";
        Assert.InRange(AllocatedBy(() => JsonSchema.Compile(text, JsonSchemaOptions.Default)), 0, 300 * Megabyte);
    }

    [Theory]
    [InlineData("$id", "a#", "http://x/", "a")]
    [InlineData("$ref", "#", "http://x/", "a")]
    [InlineData("$ref", "#", "http://x", "/b")]
    public void ALongIdentifierBeforeManyOthers_IsRefused(string keyword, string value, string begin, string part)
    {
        var parts = string.Join(',', Enumerable.Range(0, 10_000).Select(index => $"{{\"{keyword}\":\"{value.Replace("#", index.ToString(), StringComparison.Ordinal)}\"}}"));
        Refused($"{{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$id\":\"{begin}{string.Concat(Enumerable.Repeat(part, 250_000))}/\",\"anyOf\":[{parts}]}}", 2_000 * Megabyte);
    }

    [Fact]
    public void DynamicReferencesTimesResources_AreNotAProduct()
    {
        var references = string.Join(',', Enumerable.Range(0, 9_000).Select(index => $"\"p{index}\":{{\"$dynamicRef\":\"#x\"}}"));
        var resources = string.Join(',', Enumerable.Range(0, 9_000).Select(index => $"\"d{index}\":{{\"$id\":\"r{index}\",\"$dynamicAnchor\":\"x\"}}"));
        var text = $"{{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$id\":\"http://x/\",\"$dynamicAnchor\":\"x\",\"properties\":{{{references}}},\"$defs\":{{{resources}}}}}";
        JsonSchema? schema = null;
        Assert.InRange(AllocatedBy(() => schema = JsonSchema.Compile(text, JsonSchemaOptions.Default)), 0, 300 * Megabyte);
        Assert.Equal(ValidationVerdict.Valid, schema!.Check("""{"p1":{"p2":3}}"""u8));
    }

    [Fact]
    public void AMetaSchemaThatManyPartsName_IsReadOnce()
    {
        var meta = $"{{\"$id\":\"http://x/meta\",\"$vocabulary\":{{{string.Join(',', Enumerable.Range(0, 5_000).Select(index => $"\"http://x/v{index}\":false"))}}}}}";
        var parts = string.Join(',', Enumerable.Range(0, 1_000).Select(index => $"{{\"$id\":\"a{index}\",\"$schema\":\"http://x/meta\"}}"));
        var uses = new Dictionary<string, string> { ["http://x/meta"] = meta };
        Assert.InRange(AllocatedBy(() => JsonSchema.Compile($"{{\"$schema\":\"http://x/meta\",\"$id\":\"http://x/a\",\"anyOf\":[{parts}]}}", JsonSchemaOptions.Default, uses)), 0, 100 * Megabyte);
    }

    private static SchemaException Refused(string schema, long bytes)
    {
        SchemaException? exception = null;
        Assert.InRange(AllocatedBy(() => exception = Assert.Throws<SchemaException>(() => JsonSchema.Compile(schema, JsonSchemaOptions.Default))), 0, bytes);
        // Registration reads a model of the schema first.
        Assert.InRange(AllocatedBy(() => Assert.Throws<SchemaException>(() => JsonSchemaProvider.ParseJson(schema, []))), 0, bytes * 2);
        return exception!;
    }

    private static long AllocatedBy(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
