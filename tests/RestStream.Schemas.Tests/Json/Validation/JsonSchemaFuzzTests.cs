using System.Text;
using System.Text.Json;
using RestStream.Schemas.Json;
using Xunit.Abstractions;

namespace RestStream.Schemas.Tests.Json.Validation;

/// <summary>Random schemas and values: the validator and a plain reading of the standard agree. RESTSTREAM_SEQUENCES says how many cases.</summary>
public sealed class JsonSchemaFuzzTests(ITestOutputHelper output)
{
    private const int ValuesPerSchema = 20;

    private static readonly int s_cases = int.TryParse(Environment.GetEnvironmentVariable("RESTSTREAM_SEQUENCES"), out var cases) ? cases : 4_000;

    [Fact]
    public void RandomSchemasAndValues_AreJudgedAsThePlainWayDoes()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("RESTSTREAM_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"RESTSTREAM_SEED={seed}");
        var random = new Random(seed);
        int valid = 0, cases = 0;
        while (cases < s_cases)
        {
            var draft = (PlainDraft)random.Next(5);
            var text = new RandomSchemas(random, draft, withNames: random.Next(2) == 0).Next();
            valid += Compare(text, draft, random, seed);
            cases += ValuesPerSchema;
        }

        output.WriteLine($"{cases} cases, {valid} of them valid");
        Assert.InRange(valid, cases / 10, cases * 9 / 10);
    }

    private static int Compare(string text, PlainDraft draft, Random random, int seed)
    {
        var schema = JsonSchema.Compile(text, new JsonSchemaOptions { DefaultDialect = (JsonSchemaDialect)draft });
        using var parsed = JsonDocument.Parse(text);
        var plain = new PlainValidator(parsed.RootElement, draft);
        var valid = 0;
        for (var count = 0; count < ValuesPerSchema; count++)
        {
            var value = new RandomValues(random, doubledNames: true).Next(3);
            using var instance = JsonDocument.Parse(value);
            var expected = plain.Fits(instance.RootElement) ? ValidationVerdict.Valid : ValidationVerdict.Invalid;
            var utf8 = Encoding.UTF8.GetBytes(value);
            var about = $"seed {seed}, {draft}\n{text}\n{value}";
            Assert.True(expected == schema.Check(utf8), $"must be {expected}: {about}");
            var report = schema.Validate(utf8, 10);
            Assert.True(expected == report.Verdict, $"the report must say {expected}: {about}");
            foreach (var error in report.Errors)
            {
                Assert.True(ErrorPlaces.IsInRecord(instance.RootElement, error), $"there is no {error.InstanceLocation}: {about}");
                Assert.True(ErrorPlaces.IsInSchema(parsed.RootElement, error), $"there is no {error.KeywordLocation}: {about}");
            }

            if (expected == ValidationVerdict.Valid) valid++;
        }

        return valid;
    }
}
