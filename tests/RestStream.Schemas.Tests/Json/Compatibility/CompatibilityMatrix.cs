namespace RestStream.Schemas.Tests.Json.Compatibility;

/// <summary>Reads <c>compatibility-matrix.txt</c>.</summary>
internal static class CompatibilityMatrix
{
    private static readonly Dictionary<string, string> DraftUris = new()
    {
        ["04"] = "http://json-schema.org/draft-04/schema#",
        ["06"] = "http://json-schema.org/draft-06/schema#",
        ["07"] = "http://json-schema.org/draft-07/schema#",
        ["2019"] = "https://json-schema.org/draft/2019-09/schema",
        ["2020"] = "https://json-schema.org/draft/2020-12/schema",
    };

    public static IReadOnlyList<MatrixCase> Cases { get; } = Read(Path.Combine(AppContext.BaseDirectory, "Json", "Compatibility", "compatibility-matrix.txt"));

    private static List<MatrixCase> Read(string file)
    {
        var cases = new List<MatrixCase>();
        var lines = File.ReadAllLines(file);
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("draft ", StringComparison.Ordinal)) continue;
            var draft = lines[i]["draft ".Length..];
            cases.Add(new MatrixCase(
                i + 1, draft, InDraft(draft, After(lines[i + 1], "old ")), InDraft(draft, After(lines[i + 2], "new ")),
                Expectation(After(lines[i + 3], "old to new: ")), Expectation(After(lines[i + 4], "new to old: "))));
        }

        return cases;
    }

    private static (char Verdict, string[] Differences) Expectation(string text) =>
        (text[0], text.Length == 1 ? [] : [.. text[2..].Split(", ").Order(StringComparer.Ordinal)]);

    private static string InDraft(string draft, string schema)
    {
        if (schema[0] != '{') return schema;
        var rest = schema == "{}" ? "}" : "," + schema[1..];
        return $"{{\"$schema\":\"{DraftUris[draft]}\"{rest}";
    }

    private static string After(string line, string start) =>
        line.StartsWith(start, StringComparison.Ordinal) ? line[start.Length..] : throw new FormatException($"Expected '{start}': {line}");
}
