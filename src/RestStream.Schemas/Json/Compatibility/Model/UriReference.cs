namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>URI references as schemas use them.</summary>
internal static class UriReference
{
    /// <summary>A reference without its fragment, and the fragment decoded.</summary>
    public static (string Uri, string Fragment) Split(string reference)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? (reference, "") : (reference[..hash], Uri.UnescapeDataString(reference[(hash + 1)..]));
    }

    /// <summary>A reference without its fragment made absolute; unchanged where that has no meaning.</summary>
    public static string Resolve(string baseUri, string reference)
    {
        var uri = Split(reference).Uri;
        if (uri.Length == 0) return baseUri;
        // A leading slash alone is an absolute file path to Uri.
        if (uri[0] != '/' && Uri.TryCreate(uri, UriKind.Absolute, out var absolute)) return absolute.AbsoluteUri;
        return Uri.TryCreate(baseUri, UriKind.Absolute, out var origin) && Uri.TryCreate(origin, uri, out var resolved)
            ? resolved.AbsoluteUri
            : uri;
    }
}
