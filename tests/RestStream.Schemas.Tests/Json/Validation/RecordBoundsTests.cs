using System.Text;
using System.Text.Json;
using RestStream.Schemas.Enforcement;
using RestStream.Schemas.Json;

namespace RestStream.Schemas.Tests.Json.Validation;

/// <summary>What records count, by the limits that the server has: honest ones are far from them, made ones do not get past them.</summary>
public sealed class RecordBoundsTests
{
    private const string Address = @"^[^@]+@[^@]+\.[^@]+$";

    /// <summary>By steps alone: a busy machine must not fail these.</summary>
    private static readonly JsonSchemaOptions s_steps = new() { MaxSteps = new EnforcementOptions().MaxStepsPerRecord, MaxTime = TimeSpan.FromMinutes(5) };

    [Theory]
    [InlineData(Address)]
    [InlineData("^[a-z]+(?:[-@.0-9]+[a-z]+)*$")]
    [InlineData("^(?=.*@)(?!x).*$")]
    public void ManyMatchesOfAPattern_AreNotOverTheLimit(string pattern)
    {
        var schema = Compile($"{{\"items\":{{\"pattern\":{JsonSerializer.Serialize(pattern)}}}}}");
        var record = JsonSerializer.Serialize(Enumerable.Range(0, 5_000).Select(static index => $"someone{index}@example.com"));
        Assert.Equal(ValidationVerdict.Valid, Check(schema, record));
    }

    [Fact]
    public void ManyMembersBesidePatternProperties_AreNotOverTheLimit()
    {
        var schema = Compile("""{"patternProperties":{"^(?!x-)":{"type":"integer"}},"additionalProperties":false}""");
        Assert.Equal(ValidationVerdict.Valid, Check(schema, JsonSerializer.Serialize(Enumerable.Range(0, 5_000).ToDictionary(static index => $"member{index}"))));
    }

    [Fact]
    public void ManyItemsInALongListOfNumbers_AreNotOverTheLimit()
    {
        var schema = Compile(JsonSerializer.Serialize(new { items = new { @enum = Enumerable.Range(0, 2_000) } }));
        Assert.Equal(ValidationVerdict.Valid, Check(schema, JsonSerializer.Serialize(Enumerable.Repeat(1_999, 1_000))));
        Assert.Equal(ValidationVerdict.Valid, Check(schema, "[1999.0,199.9e1]"));
        Assert.Equal(ValidationVerdict.Invalid, Check(schema, "[2000]"));
    }

    [Fact]
    public void ASearchOfALongTextInManyWays_IsOverTheLimitBeforeItBegins()
    {
        var pattern = string.Join('|', Enumerable.Range(0, 16).Select(static index => $"a{{60}}{(char)('b' + index)}"));
        Assert.Equal(ValidationVerdict.LimitExceeded, Check(Compile($"{{\"pattern\":\"{pattern}\"}}"), $"\"{new string('a', 1_000_000)}\""));
    }

    [Fact]
    public void TheTimeOfARecord_BeginsWithItsFirstMatchByAnEngine()
    {
        var schema = JsonSchema.Compile($"{{\"items\":{{\"pattern\":{JsonSerializer.Serialize(Address)}}}}}", s_steps with { MaxTime = TimeSpan.FromTicks(1) });
        Assert.Equal(ValidationVerdict.LimitExceeded, Check(schema, """["a@b.c","a@b.c","a@b.c"]"""));
    }

    [Theory]
    [InlineData("anyOf")]
    [InlineData("oneOf")]
    public void BranchesThatTheTypeRefuses_CountToo(string keyword)
    {
        var schema = Compile($"{{\"items\":{{\"{keyword}\":[{string.Join(',', Enumerable.Repeat("{\"type\":\"integer\"}", 19_000))},{{\"type\":\"string\"}}]}}}}");
        Assert.Equal(ValidationVerdict.LimitExceeded, Check(schema, $"[{string.Join(',', Enumerable.Repeat("\"\"", 2_000))}]"));
        Assert.Equal(ValidationVerdict.Valid, Check(schema, "[\"\"]"));
    }

    [Fact]
    public void ALongNumberThatManyTypesLookInto_CountsItsLengthEachTime()
    {
        var schema = Compile($"{{\"anyOf\":[{string.Join(',', Enumerable.Repeat("{\"type\":\"integer\"}", 19_000))}]}}");
        Assert.Equal(ValidationVerdict.LimitExceeded, Check(schema, "1." + new string('0', 1_000_000) + "1"));
    }

    [Fact]
    public void MultiplesOfALongDivisor_CountTheirDigits()
    {
        var schema = Compile($"{{\"items\":{{\"multipleOf\":1{new string('7', 998)}}}}}");
        Assert.Equal(ValidationVerdict.Valid, Check(schema, "[0,0]"));
        Assert.Equal(ValidationVerdict.LimitExceeded, Check(schema, $"[{string.Join(',', Enumerable.Repeat("0", 1_000))}]"));
        Assert.Equal("/multipleOf", Assert.Throws<SchemaException>(() => Compile($"{{\"multipleOf\":1{new string('7', 2_000)}}}")).Place);
    }

    [Fact]
    public void HugeExponents_AreToldApart()
    {
        var schema = Compile("""{"uniqueItems":true}""");
        Assert.Equal(ValidationVerdict.Valid, Check(schema, "[1e9999999999999999,1e99999999999999999,1e99999999999999999999999,1e99999999999999999999998]"));
        Assert.Equal(ValidationVerdict.Invalid, Check(schema, "[1e99999999999999999999999,10e99999999999999999999998]"));
        Assert.Equal(ValidationVerdict.Invalid, Check(schema, "[0,1,2,3,4,5,6,7,1e99999999999999999999999,8,9,10e99999999999999999999998]"));
    }

    [Theory]
    [InlineData("^.$", "\"\\ud800\"", true)]
    [InlineData("^.{2}(?=a)", "\"\\ud800\\ud800a\"", true)]
    [InlineData("^.$", "\"\\ud800\\udc00\"", true)]
    [InlineData("^.$", "\"\\udc00\\ud800\"", false)]
    public void ALoneSurrogateOfARecord_IsOneCodePointToPatterns(string pattern, string record, bool fits) =>
        Assert.Equal(fits ? ValidationVerdict.Valid : ValidationVerdict.Invalid, Check(Compile($"{{\"pattern\":\"{pattern}\"}}"), record));

    [Fact]
    public void ALongTextOfTheFormatRegex_IsNone()
    {
        var schema = JsonSchema.Compile("""{"format":"regex"}""", s_steps with { AssertFormats = true });
        Assert.Equal(ValidationVerdict.Valid, Check(schema, $"\"{new string('a', 8_000)}\""));
        Assert.Equal(ValidationVerdict.Invalid, Check(schema, $"\"{new string('a', 9_000)}\""));
        Assert.Equal(ValidationVerdict.LimitExceeded, Check(JsonSchema.Compile("""{"items":{"format":"regex"}}""", s_steps with { AssertFormats = true }), $"[{string.Join(',', Enumerable.Repeat($"\"{new string('a', 8_000)}\"", 130))}]"));
    }

    private static JsonSchema Compile(string schema) => JsonSchema.Compile(schema, s_steps);

    private static ValidationVerdict Check(JsonSchema schema, string record) => schema.Check(Encoding.UTF8.GetBytes(record));
}
