using System.Text;
using System.Text.Json;
using RestStream.Schemas.Json;
using RestStream.Schemas.Json.Formats;

namespace RestStream.Schemas.Tests.Json.Formats;

/// <summary>The format files of the official JSON Schema Test Suite, whose directory <c>JSON_SCHEMA_TEST_SUITE</c> names.</summary>
public sealed class OfficialFormatTests
{
    private static readonly (string Folder, JsonSchemaDialect Dialect)[] Drafts =
    [
        ("draft4", JsonSchemaDialect.Draft4),
        ("draft6", JsonSchemaDialect.Draft6),
        ("draft7", JsonSchemaDialect.Draft7),
        ("draft2019-09", JsonSchemaDialect.Draft201909),
        ("draft2020-12", JsonSchemaDialect.Draft202012),
    ];

    private static readonly string? Suite = Environment.GetEnvironmentVariable("JSON_SCHEMA_TEST_SUITE");

    public static TheoryData<string> Files()
    {
        var files = new TheoryData<string>();
        if (Suite is null) files.Add("");
        foreach (var (folder, _) in Suite is null ? [] : Drafts)
        {
            foreach (var path in Directory.EnumerateFiles(Path.Combine(Suite!, "tests", folder, "optional", "format"), "*.json").Order(StringComparer.Ordinal))
                files.Add($"{folder}/{Path.GetFileName(path)}");
        }

        return files;
    }

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void FileOfTheSuite_IsDecidedAsTheSuiteSays(string file)
    {
        Skip.If(Suite is null, "JSON_SCHEMA_TEST_SUITE is not set: it names the directory of the official test suite.");
        var parts = file.Split('/');
        var dialect = Drafts.Single(draft => draft.Folder == parts[0]).Dialect;
        using var groups = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Suite!, "tests", parts[0], "optional", "format", parts[1])));
        var wrong = new List<string>();
        var count = 0;
        foreach (var group in groups.RootElement.EnumerateArray())
        {
            var check = FormatCatalog.Find(group.GetProperty("schema").GetProperty("format").GetString()!, dialect);
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                if (test.GetProperty("data").ValueKind != JsonValueKind.String) continue;
                count++;
                var text = test.GetProperty("data").GetString()!;
                var valid = check is null || check(Encoding.UTF8.GetBytes(text));
                if (valid != test.GetProperty("valid").GetBoolean()) wrong.Add($"{test.GetProperty("description").GetString()}: {text}");
            }
        }

        Assert.Empty(wrong);
        Assert.NotEqual(0, count);
    }
}
