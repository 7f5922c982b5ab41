namespace RestStream.Schemas.Tests.Json.Validation;

/// <summary>Where the validator differs from the optional part of the suite: the lines of docs/json-schema.md that name a file and a case.</summary>
internal static class DocumentedExceptions
{
    private static readonly string[] s_lines = ReadLines();

    public static bool Contains(string file, string failure) =>
        s_lines.Any(line => line.StartsWith($"| `{file}` |", StringComparison.Ordinal) && failure.StartsWith(CaseOf(line), StringComparison.Ordinal));

    private static string CaseOf(string line) => line.Split('|')[2].Trim();

    private static string[] ReadLines()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RestStream.sln"))) folder = folder.Parent;
        var page = Path.Combine(folder!.FullName, "docs", "json-schema.md");
        return File.Exists(page) ? File.ReadAllLines(page) : [];
    }
}
