using System.Text;
using System.Text.Json;
using RestStream.Schemas.Json;

namespace RestStream.Schemas.Tests.Json.Validation;

public sealed class JsonSchemaTestSuiteTests
{
    private static readonly Dictionary<string, JsonSchemaDialect> s_drafts = new()
    {
        ["draft4"] = JsonSchemaDialect.Draft4,
        ["draft6"] = JsonSchemaDialect.Draft6,
        ["draft7"] = JsonSchemaDialect.Draft7,
        ["draft2019-09"] = JsonSchemaDialect.Draft201909,
        ["draft2020-12"] = JsonSchemaDialect.Draft202012,
    };

    public static TheoryData<string> Required => Files(draft => JsonSchemaTestSuite.FilesIn(draft));

    public static TheoryData<string> Optional => Files(draft => JsonSchemaTestSuite.FilesIn($"{draft}/optional"));

    public static TheoryData<string> Formats => Files(draft => JsonSchemaTestSuite.FilesIn($"{draft}/optional/format"));

    [SkippableTheory]
    [MemberData(nameof(Required))]
    public void RequiredCases_AreJudgedAsTheSuiteSays(string file) => Run(file, assertFormats: false);

    [SkippableTheory]
    [MemberData(nameof(Optional))]
    public void OptionalCases_AreJudgedAsTheSuiteSays(string file) => Run(file, assertFormats: false);

    [SkippableTheory]
    [MemberData(nameof(Formats))]
    public void FormatCases_AreJudgedAsTheSuiteSays(string file) => Run(file, assertFormats: true);

    private static TheoryData<string> Files(Func<string, IEnumerable<string>> filesOf) =>
        JsonSchemaTestSuite.Folder is null ? ["unset"] : [.. s_drafts.Keys.SelectMany(filesOf)];

    private static void Run(string file, bool assertFormats)
    {
        Skip.If(JsonSchemaTestSuite.Folder is null, $"{JsonSchemaTestSuite.Variable} does not say where the JSON Schema Test Suite is.");
        var draft = s_drafts[file[..file.IndexOf(Path.DirectorySeparatorChar)]];
        var options = new JsonSchemaOptions { DefaultDialect = draft, AssertFormats = assertFormats };
        var failures = JsonSchemaTestSuite.Read(file).EnumerateArray().SelectMany(group => FailuresOf(group, options)).ToArray();
        var unexpected = failures.Where(failure => !DocumentedExceptions.Contains(file, failure)).ToArray();
        Assert.True(unexpected.Length == 0, string.Join(Environment.NewLine, unexpected));
    }

    private static IEnumerable<string> FailuresOf(JsonElement group, JsonSchemaOptions options)
    {
        var about = group.GetProperty("description").GetString();
        var schema = JsonSchema.Compile(group.GetProperty("schema").GetRawText(), options, JsonSchemaTestSuite.Remotes);
        foreach (var test in group.GetProperty("tests").EnumerateArray())
        {
            var expected = test.GetProperty("valid").GetBoolean() ? ValidationVerdict.Valid : ValidationVerdict.Invalid;
            var data = Encoding.UTF8.GetBytes(test.GetProperty("data").GetRawText());
            var verdict = Judge(() => schema.Check(data), static verdict => verdict);
            var report = Judge(() => schema.Validate(data, 100), static report => report.Verdict);
            var isRight = verdict == expected && report.Verdict == expected && (report.Errors.Count == 0) == (expected == ValidationVerdict.Valid);
            foreach (var error in report.Errors)
            {
                var isPlace = ErrorPlaces.IsInRecord(test.GetProperty("data"), error) && ErrorPlaces.IsInSchema(group.GetProperty("schema"), error);
                if (!isPlace) yield return $"{about} / {test.GetProperty("description").GetString()}: no such place: {error}";
            }

            if (!isRight) yield return $"{about} / {test.GetProperty("description").GetString()}: is {verdict} and {report.Verdict}, not {expected}";
        }
    }

    /// <summary>A match of a pattern has a limit of real time, which a thread that is held up reaches as well; what costs too much reaches it each time.</summary>
    private static T Judge<T>(Func<T> judge, Func<T, ValidationVerdict> verdictOf)
    {
        var judged = judge();
        for (var tries = 1; tries < 3 && verdictOf(judged) == ValidationVerdict.LimitExceeded; tries++) judged = judge();
        return judged;
    }
}
