namespace RestStream.Schemas.Json.Formats;

/// <summary>Whether a string is of a format.</summary>
/// <param name="utf8">The string, unescaped.</param>
internal delegate bool FormatCheck(ReadOnlySpan<byte> utf8);
