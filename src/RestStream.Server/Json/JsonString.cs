using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace RestStream.Server.Json;

/// <summary>The text of JSON strings: decoded from those whose syntax is already checked, and written with the fewest escapes.</summary>
internal static class JsonString
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    /// <summary>
    /// Writes the text between the quotes as UTF-8; never longer than what it is made of. False when an escape is a lone surrogate, which UTF-8 cannot
    /// hold; <paramref name="written"/> is then the place of that escape in <paramref name="content"/>.
    /// </summary>
    public static bool TryUnescape(ReadOnlySpan<byte> content, Span<byte> destination, out int written)
    {
        var (read, length) = (0, 0);
        while (read < content.Length)
        {
            var plain = content[read..].IndexOf((byte)'\\');
            if (plain < 0) plain = content.Length - read;
            content.Slice(read, plain).CopyTo(destination[length..]);
            (read, length) = (read + plain, length + plain);
            if (read == content.Length) break;

            if (!TryReadEscape(content[read..], out var rune, out var size))
            {
                written = read;
                return false;
            }

            length += rune.EncodeToUtf8(destination[length..]);
            read += size;
        }

        written = length;
        return true;
    }

    /// <summary>The first byte of <paramref name="text"/> that JSON wants escaped, or -1.</summary>
    public static int IndexOfEscaped(ReadOnlySpan<byte> text) => text.IndexOfAny(Escaped);

    /// <summary>How long a text of <paramref name="length"/> bytes can become, quotes included.</summary>
    public static int MaxEscapedLength(int length) => checked((length * 6) + 2);

    /// <summary>Writes UTF-8 text as a JSON string with its quotes and returns the length.</summary>
    public static int WriteEscaped(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        var written = 0;
        destination[written++] = (byte)'"';
        for (var at = text.IndexOfAny(Escaped); at >= 0; at = text.IndexOfAny(Escaped))
        {
            text[..at].CopyTo(destination[written..]);
            written += at;
            written += WriteEscape(text[at], destination[written..]);
            text = text[(at + 1)..];
        }

        text.CopyTo(destination[written..]);
        written += text.Length;
        destination[written++] = (byte)'"';
        return written;
    }

    private static int WriteEscape(byte letter, Span<byte> destination)
    {
        destination[0] = (byte)'\\';
        var shortForm = letter switch
        {
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            < 0x20 => (byte)0,
            _ => letter,
        };
        destination[1] = shortForm;
        if (shortForm != 0) return 2;
        "u00"u8.CopyTo(destination[1..]);
        destination[4] = (byte)('0' + (letter >> 4));
        destination[5] = (byte)"0123456789abcdef"[letter & 15];
        return 6;
    }

    private static bool TryReadEscape(ReadOnlySpan<byte> escape, out Rune rune, out int size)
    {
        (rune, size) = (default, 2);
        if (escape.Length < 2) return false;
        if (escape[1] != 'u')
        {
            rune = new Rune(Simple(escape[1]));
            return true;
        }

        if (escape.Length < 6) return false;
        var high = Hex(escape.Slice(2, 4));
        size = 6;
        if (Rune.TryCreate(high, out rune)) return true;
        if (escape.Length < 12 || escape[6] != '\\' || escape[7] != 'u') return false;
        size = 12;
        return Rune.TryCreate(high, Hex(escape.Slice(8, 4)), out rune);
    }

    private static char Simple(byte letter) => letter switch
    {
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        _ => (char)letter,
    };

    private static char Hex(ReadOnlySpan<byte> digits) => Utf8Parser.TryParse(digits, out ushort value, out _, 'x') ? (char)value : '\uFFFD';
}
