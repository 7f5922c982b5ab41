using System.Reflection;

namespace RestStream.Schemas.Json.Validation.Compilation;

/// <summary>The published meta-schemas, kept in this assembly so that nothing is fetched.</summary>
internal static class MetaSchemas
{
    private const string Prefix = "MetaSchemas/";

    private static readonly Assembly s_assembly = typeof(MetaSchemas).Assembly;

    private static readonly Dictionary<string, string> s_resources = s_assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(UriOf);

    /// <summary>The text of the meta-schema of a URI, or null.</summary>
    public static string? Find(string uri)
    {
        if (!s_resources.TryGetValue(uri, out var resource)) return null;
        using var reader = new StreamReader(s_assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    /// <summary>draft-07.json is http://json-schema.org/draft-07/schema, 2020-12.core.json is https://json-schema.org/draft/2020-12/meta/core.</summary>
    private static string UriOf(string resource)
    {
        var parts = resource[Prefix.Length..^".json".Length].Split('.');
        if (parts.Length == 1) return $"http://json-schema.org/{parts[0]}/schema";
        return parts[1] == "schema" ? $"https://json-schema.org/draft/{parts[0]}/schema" : $"https://json-schema.org/draft/{parts[0]}/meta/{parts[1]}";
    }
}
