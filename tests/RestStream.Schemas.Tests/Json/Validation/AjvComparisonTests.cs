using System.Text;
using System.Text.Json;
using RestStream.Schemas.Json;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Schemas.Tests.Json.Validation;

/// <summary>Random schemas and values, compared with npm's ajv.</summary>
public sealed class AjvComparisonTests(ITestOutputHelper output)
{
    private const int ValuesPerSchema = 20;

    [SkippableFact]
    public async Task RandomSchemasAndValues_ComparedWithAjv_AreJudgedTheSame()
    {
        NodeScript.FolderOrSkip();
        var random = SeededRandom.Create(output.WriteLine);
        Case[] cases = [.. Enumerable.Range(0, TestEnvironment.NumberOr("RESTSTREAM_AJV_SCHEMAS", 500)).Select(_ => new Case(random)).Where(one => one.IsCommonGround)];
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
        Assert.True(differing.Count == 0, $"{random}: {differing.Count} differ\n{string.Join('\n', differing.Take(10))}");
        Assert.InRange(valid, compared / 10, compared * 9 / 10);
        Assert.InRange(compared, cases.Length * ValuesPerSchema * 9 / 10, int.MaxValue);
    }

    private static IEnumerable<string> DifferencesOf(Case one, bool[] expected)
    {
        var schema = JsonSchema.Compile(one.Schema, new JsonSchemaOptions { DefaultDialect = (JsonSchemaDialect)one.Draft });
        for (var index = 0; index < expected.Length; index++)
        {
            var verdict = schema.Check(Encoding.UTF8.GetBytes(one.Values[index]));
            if (verdict == ValidationVerdict.Valid != expected[index]) yield return $"{one.Draft}, {verdict} here: {one.Schema} for {one.Values[index]}";
        }
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

        /// <summary>Beside lists of items and unevaluatedItems ajv takes contains for what it is in no draft.</summary>
        public bool IsCommonGround => !Schema.Contains("\"contains\"") || (!Schema.Contains("\"unevaluatedItems\"") && !Schema.Contains("\"items\":["));

        public string Line => $$"""{"draft":"{{Draft}}","schema":{{Schema}},"values":{{JsonSerializer.Serialize(Values)}}}""";
    }
}
