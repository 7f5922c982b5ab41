using RestStream.Schemas.Json.Validation.Compilation;

namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>URI references as schemas use them.</summary>
internal static class SchemaUris
{
    /// <summary>A reference without its fragment, and the fragment decoded.</summary>
    public static (string Uri, string Fragment) Split(string reference)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? (reference, "") : (reference[..hash], Uri.UnescapeDataString(reference[(hash + 1)..]));
    }

    /// <summary>What a reference means at a base, without its fragment.</summary>
    public static string Resolve(string baseUri, string reference) =>
        UriReference.Parse(baseUri).Resolve(UriReference.Parse(reference)).WithoutFragment;
}
