namespace RestStream.Schemas.Json.Validation.Compilation;

/// <summary>URI references (RFC 3986), resolved as text: nothing is normalised but dots in paths.</summary>
internal readonly record struct UriReference(string? Scheme, string? Authority, string Path, string? Query, string? Fragment)
{
    public static UriReference Parse(string text)
    {
        var fragment = Cut(ref text, '#');
        var query = Cut(ref text, '?');
        var scheme = CutScheme(ref text);
        if (!text.StartsWith("//", StringComparison.Ordinal)) return new UriReference(scheme, null, text, query, fragment);
        var end = text.IndexOf('/', 2);
        return end < 0
            ? new UriReference(scheme, text[2..], "", query, fragment)
            : new UriReference(scheme, text[2..end], text[end..], query, fragment);
    }

    /// <summary>What a reference means at a base (RFC 3986, 5.2).</summary>
    public UriReference Resolve(UriReference reference)
    {
        if (reference.Scheme is not null) return reference with { Path = WithoutDots(reference.Path) };
        if (reference.Authority is not null) return reference with { Scheme = Scheme, Path = WithoutDots(reference.Path) };
        if (reference.Path.Length == 0) return this with { Query = reference.Query ?? Query, Fragment = reference.Fragment };
        return new UriReference(Scheme, Authority, WithoutDots(Merge(reference.Path)), reference.Query, reference.Fragment);
    }

    public string WithoutFragment => (this with { Fragment = null }).ToString();

    public override string ToString()
    {
        var scheme = Scheme is null ? "" : Scheme + ":";
        var authority = Authority is null ? "" : "//" + Authority;
        return scheme + authority + Path + (Query is null ? "" : "?" + Query) + (Fragment is null ? "" : "#" + Fragment);
    }

    private string Merge(string path)
    {
        if (path.StartsWith('/')) return path;
        if (Authority is not null && Path.Length == 0) return "/" + path;
        return Path[..(Path.LastIndexOf('/') + 1)] + path;
    }

    private static string WithoutDots(string path)
    {
        if (!path.StartsWith('/')) return path;
        var kept = new List<string>();
        var segments = path[1..].Split('/');
        for (var index = 0; index < segments.Length; index++)
        {
            var isDots = segments[index] is "." or "..";
            if (segments[index] == ".." && kept.Count > 0) kept.RemoveAt(kept.Count - 1);
            if (!isDots) kept.Add(segments[index]);
            else if (index == segments.Length - 1) kept.Add("");
        }

        return "/" + string.Join('/', kept);
    }

    private static string? Cut(ref string text, char mark)
    {
        var at = text.IndexOf(mark);
        if (at < 0) return null;
        var rest = text[(at + 1)..];
        text = text[..at];
        return rest;
    }

    private static string? CutScheme(ref string text)
    {
        var at = text.IndexOf(':');
        if (at <= 0 || !char.IsAsciiLetter(text[0]) || text.AsSpan(0, at).ContainsAnyExcept(s_schemeCharacters)) return null;
        var scheme = text[..at];
        text = text[(at + 1)..];
        return scheme;
    }

    private static readonly System.Buffers.SearchValues<char> s_schemeCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");
}
