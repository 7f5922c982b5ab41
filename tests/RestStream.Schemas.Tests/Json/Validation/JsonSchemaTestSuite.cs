using System.Text.Json;

namespace RestStream.Schemas.Tests.Json.Validation;

/// <summary>The official JSON Schema Test Suite, where the environment says it is.</summary>
internal static class JsonSchemaTestSuite
{
    public const string Variable = "JSON_SCHEMA_TEST_SUITE";

    public static string? Folder { get; } = Environment.GetEnvironmentVariable(Variable);

    /// <summary>What references to http://localhost:1234 mean, by URI.</summary>
    public static IReadOnlyDictionary<string, string> Remotes { get; } = ReadRemotes();

    /// <summary>The files of a draft's folder, by their names relative to the drafts.</summary>
    public static IEnumerable<string> FilesIn(string folder)
    {
        var tests = Path.Combine(Folder!, "tests");
        return Directory.EnumerateFiles(Path.Combine(tests, folder), "*.json").Order().Select(file => Path.GetRelativePath(tests, file));
    }

    public static JsonElement Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder!, "tests", file)));
        return document.RootElement.Clone();
    }

    private static Dictionary<string, string> ReadRemotes()
    {
        if (Folder is null) return [];
        var remotes = Path.Combine(Folder, "remotes");
        return Directory.EnumerateFiles(remotes, "*.json", SearchOption.AllDirectories)
            .ToDictionary(file => "http://localhost:1234/" + Path.GetRelativePath(remotes, file), File.ReadAllText);
    }
}
