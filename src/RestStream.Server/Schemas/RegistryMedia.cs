using Microsoft.Net.Http.Headers;

namespace RestStream.Server.Schemas;

/// <summary>The media types of the registry's answers, which are all the same JSON.</summary>
internal static class RegistryMedia
{
    public const string V1 = "application/vnd.schemaregistry.v1+json";

    // As the server likes them.
    private static readonly string[] Names = [V1, "application/vnd.schemaregistry+json", "application/json"];

    /// <summary>The type that the client likes best; null when it takes none of them.</summary>
    public static string? Of(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || accept is [V1] or ["*/*"]) return V1;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var types)) return V1;
        string? best = null;
        var quality = 0.0;
        foreach (var name in Names)
        {
            if (QualityOf(name, types) is var one && one > quality) (best, quality) = (name, one);
        }

        return best;
    }

    // What is named counts before what is meant by a star.
    private static double QualityOf(string name, IList<MediaTypeHeaderValue> types)
    {
        var ranges = types.Where(type => type.MatchesAllTypes || type.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase) || (type.MatchesAllSubTypes && type.Type.Equals("application", StringComparison.OrdinalIgnoreCase)));
        return ranges.OrderBy(type => type.MatchesAllTypes ? 2 : type.MatchesAllSubTypes ? 1 : 0).FirstOrDefault() is { } match ? match.Quality ?? 1 : 0;
    }
}
