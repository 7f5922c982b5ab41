using Microsoft.Net.Http.Headers;
using RestStream.Server.Errors;

namespace RestStream.Server.Records;

/// <summary>Chooses a form by Accept, with its q-values.</summary>
internal static class Negotiation
{
    /// <summary>The form that the client likes best; null when it takes none of them.</summary>
    public static ReadForm? FormOf(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || accept is ["*/*"] or [MediaTypes.Json]) return ReadForm.Json;
        if (accept is [MediaTypes.EventStream]) return ReadForm.Events;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var types)) return ReadForm.Json;
        return types.Where(type => type.Quality is not 0)
            .OrderByDescending(type => type.Quality ?? 1)
            .ThenBy(type => type.MatchesAllTypes ? 2 : type.MatchesAllSubTypes ? 1 : 0)
            .Select(FormOf)
            .FirstOrDefault(form => form is not null);
    }

    /// <summary>True when JSON is among what the client takes, whatever it likes best.</summary>
    public static bool TakesJson(HttpRequest request) =>
        request.Headers.Accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types)
        || types.Any(type => type.Quality is not 0 && FormOf(type) == ReadForm.Json);

    /// <summary>True when raw bytes are liked better than JSON.</summary>
    public static bool WantsBytes(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types)) return false;
        var best = types.Where(type => type.Quality is not 0).MaxBy(type => type.Quality ?? 1);
        return best is not null && best.MediaType.Equals(MediaTypes.Bytes, StringComparison.OrdinalIgnoreCase);
    }

    public static Problem Unacceptable() => new(
        HttpErrors.NotAcceptable, $"Records come as {MediaTypes.Json}, {MediaTypes.EventStream} or {MediaTypes.Ndjson}.");

    private static ReadForm? FormOf(MediaTypeHeaderValue type)
    {
        if (type.MatchesAllTypes || Is(type, MediaTypes.Json) || Is(type, "application/*")) return ReadForm.Json;
        if (Is(type, MediaTypes.EventStream)) return ReadForm.Events;
        return MediaTypes.IsNdjson(type.MediaType.Value) ? ReadForm.Ndjson : null;
    }

    private static bool Is(MediaTypeHeaderValue type, string name) => type.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase);
}
