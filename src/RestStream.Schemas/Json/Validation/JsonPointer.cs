namespace RestStream.Schemas.Json.Validation;

/// <summary>The escapes of JSON Pointers (RFC 6901).</summary>
internal static class JsonPointer
{
    public static string Escape(string token) => token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public static string Unescape(string token) => token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    /// <summary>The pointer one step further.</summary>
    public static string Append(string pointer, string token) => $"{pointer}/{Escape(token)}";
}
