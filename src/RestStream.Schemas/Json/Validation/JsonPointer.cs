namespace RestStream.Schemas.Json.Validation;

/// <summary>The escapes of JSON Pointers (RFC 6901).</summary>
internal static class JsonPointer
{
    /// <summary>The characters of a pointer that an error shows at most.</summary>
    public const int ShownMax = 1_024;

    /// <summary>A pointer for people: a long one is cut, and ends in an ellipsis.</summary>
    public static string Shown(string pointer) =>
        pointer.Length <= ShownMax ? pointer : string.Concat(pointer.AsSpan(0, char.IsHighSurrogate(pointer[ShownMax - 1]) ? ShownMax - 1 : ShownMax), "…");

    public static string Escape(string token) => token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public static string Unescape(string token) => token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    /// <summary>The pointer one step further.</summary>
    public static string Append(string pointer, string token) => $"{pointer}/{Escape(token)}";
}
