using System.Text;

namespace RestStream.Schemas.Json.Patterns;

/// <summary>Texts of records as patterns see them: lone surrogates are code points, though UTF-8 does not have them.</summary>
internal static class PatternText
{
    /// <summary>The code point at the start of a text, and its bytes; U+FFFD and one byte or more for what is not UTF-8.</summary>
    public static (int Point, int Length) Decode(ReadOnlySpan<byte> utf8)
    {
        if (IsSurrogate(utf8)) return (0xD000 | ((utf8[1] & 0x3F) << 6) | (utf8[2] & 0x3F), 3);
        Rune.DecodeFromUtf8(utf8, out var rune, out var length);
        return (rune.Value, length);
    }

    /// <summary>Writes a text as UTF-16.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="chars">Where to; at least as long.</param>
    /// <param name="keepsSurrogates">Whether a lone surrogate is kept; else it becomes U+FFFD.</param>
    /// <returns>The units that were written.</returns>
    public static int Read(ReadOnlySpan<byte> utf8, Span<char> chars, bool keepsSurrogates)
    {
        var written = 0;
        while (true)
        {
            System.Text.Unicode.Utf8.ToUtf16(utf8, chars[written..], out var read, out var units, replaceInvalidSequences: false);
            written += units;
            utf8 = utf8[read..];
            if (utf8.IsEmpty) return written;
            var (point, length) = Decode(utf8);
            chars[written++] = char.IsSurrogate((char)point) && !keepsSurrogates ? '\uFFFD' : (char)point;
            utf8 = utf8[length..];
        }
    }

    private static bool IsSurrogate(ReadOnlySpan<byte> utf8) => utf8 is [0xED, >= 0xA0 and <= 0xBF, >= 0x80 and <= 0xBF, ..];
}
