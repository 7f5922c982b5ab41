using System.Text;
using System.Text.Json;
using RestStream.Schemas.Json;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Schemas.Tests.Json.Validation;

/// <summary>
/// Random schemas and values, compared with npm's ajv. It differs from the standard here and there (contains beside lists of items or
/// unevaluatedItems, for one): where it says something else, a plain reading of the standard must say what the validator says.
/// </summary>
public sealed class AjvComparisonTests(ITestOutputHelper output)
{
    private const int ValuesPerSchema = 20;

    /// <summary>The share of verdicts in which ajv may be alone.</summary>
    private const double DifferingMax = 0.005;

    [SkippableFact]
    public async Task RandomSchemasAndValues_ComparedWithAjv_AreJudgedTheSame()
    {
        NodeScript.FolderOrSkip();
        var random = SeededRandom.Create(output.WriteLine);
        Case[] cases = [.. Enumerable.Range(0, TestEnvironment.NumberOr("RESTSTREAM_AJV_SCHEMAS", 500)).Select(_ => new Case(random))];
        var printed = await NodeScript.RunOrSkipAsync("ajv.js", string.Concat(cases.Select(one => one.Line + "\n")));
        var answers = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(cases.Length, answers.Length);
        var differing = new List<string>();
        var (compared, valid) = (0, 0);
        foreach (var (one, answer) in cases.Zip(answers))
        {
            // What it cannot compile it cannot judge.
            if (!answer.StartsWith('[')) continue;
            var expected = JsonSerializer.Deserialize<bool[]>(answer)!;
            compared += expected.Length;
            valid += expected.Count(isValid => isValid);
            differing.AddRange(DifferencesOf(one, expected));
        }

        output.WriteLine($"{compared} verdicts of {cases.Length * ValuesPerSchema}, {valid} of them valid");
        output.WriteLine($"ajv alone differs in {differing.Count}");
        Assert.True(differing.Count <= compared * DifferingMax, $"{random}: {differing.Count} differ\n{string.Join('\n', differing.Take(10))}");
        Assert.InRange(valid, compared / 10, compared * 9 / 10);
        Assert.InRange(compared, cases.Length * ValuesPerSchema * 9 / 10, int.MaxValue);
    }

    private static IEnumerable<string> DifferencesOf(Case one, bool[] expected)
    {
        var schema = JsonSchema.Compile(one.Schema, new JsonSchemaOptions { DefaultDialect = (JsonSchemaDialect)one.Draft });
        for (var index = 0; index < expected.Length; index++)
        {
            var verdict = schema.Check(Encoding.UTF8.GetBytes(one.Values[index]));
            if (verdict == ValidationVerdict.Valid == expected[index]) continue;
            var about = $"{one.Draft}, {verdict} here: {one.Schema} for {one.Values[index]}";
            Assert.True(verdict == PlainVerdict(one, index), about);
            yield return about;
        }
    }

    private static ValidationVerdict PlainVerdict(Case one, int index)
    {
        using var schema = JsonDocument.Parse(one.Schema);
        using var value = JsonDocument.Parse(one.Values[index]);
        return new PlainValidator(schema.RootElement, one.Draft).Fits(value.RootElement) ? ValidationVerdict.Valid : ValidationVerdict.Invalid;
    }

    private sealed class Case
    {
        public Case(Random random)
        {
            Draft = random.Next(3) switch { 0 => PlainDraft.Draft7, 1 => PlainDraft.Draft201909, _ => PlainDraft.Draft202012 };
            Schema = new RandomSchemas(random, Draft).Next();
            Values = [.. Enumerable.Range(0, ValuesPerSchema).Select(_ => new RandomValues(random).Next(3))];
        }

        public PlainDraft Draft { get; }

        public string Schema { get; }

        public string[] Values { get; }

        public string Line => $$"""{"draft":"{{Draft}}","schema":{{Schema}},"values":{{JsonSerializer.Serialize(Values)}}}""";
    }
}
