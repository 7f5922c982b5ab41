using System.Buffers.Text;
using System.Text;

namespace RestStream.Schemas.Json.Validation.Tape;

/// <summary>The escapes of JSON strings.</summary>
internal static class JsonEscapes
{
    /// <summary>Writes a string's text without escapes; never longer than it was. A lone surrogate becomes the three bytes that its code would have.</summary>
    /// <returns>The length, or -1 for an escape that JSON does not know.</returns>
    public static int Undo(ReadOnlySpan<byte> text, Span<byte> into)
    {
        var written = 0;
        while (!text.IsEmpty)
        {
            var plain = text.IndexOf((byte)'\\');
            if (plain < 0) plain = text.Length;
            text[..plain].CopyTo(into[written..]);
            written += plain;
            text = text[plain..];
            if (text.IsEmpty) break;
            var used = UndoOne(text, into, ref written);
            if (used == 0) return -1;
            text = text[used..];
        }

        return written;
    }

    private static int UndoOne(ReadOnlySpan<byte> text, Span<byte> into, ref int written)
    {
        if (text.Length < 2) return 0;
        if (text[1] == 'u') return UndoCode(text, into, ref written);
        var meant = text[1] switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => text[1],
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            _ => (byte)0,
        };
        if (meant == 0) return 0;
        into[written++] = meant;
        return 2;
    }

    private static int UndoCode(ReadOnlySpan<byte> text, Span<byte> into, ref int written)
    {
        if (!TryCode(text, out var code)) return 0;
        if (char.IsHighSurrogate(code) && TryCode(text[6..], out var low) && char.IsLowSurrogate(low))
        {
            written += new Rune(code, low).EncodeToUtf8(into[written..]);
            return 12;
        }

        if (char.IsSurrogate(code)) WriteSurrogate(code, into, ref written);
        else written += new Rune(code).EncodeToUtf8(into[written..]);
        return 6;
    }

    private static void WriteSurrogate(char code, Span<byte> into, ref int written)
    {
        into[written++] = (byte)(0xE0 | (code >> 12));
        into[written++] = (byte)(0x80 | ((code >> 6) & 0x3F));
        into[written++] = (byte)(0x80 | (code & 0x3F));
    }

    private static bool TryCode(ReadOnlySpan<byte> text, out char code)
    {
        code = default;
        if (text.Length < 6 || text[0] != '\\' || text[1] != 'u') return false;
        if (!Utf8Parser.TryParse(text.Slice(2, 4), out ushort parsed, out var used, 'X') || used != 4) return false;
        code = (char)parsed;
        return true;
    }
}
