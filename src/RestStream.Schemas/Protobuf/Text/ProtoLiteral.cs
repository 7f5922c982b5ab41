using System.Buffers;
using System.Globalization;
using System.Text;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Text;

/// <summary>String literals: their escapes undone and made.</summary>
internal static class ProtoLiteral
{
    private const string Plain = "abfnrtv";
    private const string PlainValues = "\a\b\f\n\r\t\v";

    /// <summary>Reads the literal that begins at <paramref name="at"/>, which is left behind its closing quote.</summary>
    public static byte[] Read(string text, ref int at, ProtoPlace place)
    {
        var quote = text[at++];
        var bytes = new ArrayBufferWriter<byte>(Math.Max(16, Math.Min(text.Length - at, 256)));
        while (true)
        {
            if (at >= text.Length || text[at] == '\n') throw ProtoTokenizer.Error("a string is not closed on its line", place);
            if (text[at] == quote) break;
            if (text[at] == '\\') ReadEscape(text, ref at, bytes, place);
            else ReadCharacter(text, ref at, bytes, place);
        }

        at++;
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The literal of these bytes, in double quotes; what is not printable UTF-8 is escaped.</summary>
    public static string Write(ReadOnlySpan<byte> bytes) => Write(bytes, asciiOnly: false);

    /// <summary>The literal of these bytes in ASCII alone, as descriptors hold the default of a bytes field.</summary>
    public static string WriteAscii(ReadOnlySpan<byte> bytes) => Write(bytes, asciiOnly: true);

    /// <summary>A number in its shortest form.</summary>
    public static string Write(double value) => value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');

    /// <summary>A number in its shortest form for a float.</summary>
    public static string Write(float value) => value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');

    private static string Write(ReadOnlySpan<byte> bytes, bool asciiOnly)
    {
        var literal = new StringBuilder(bytes.Length + 2).Append('"');
        while (!bytes.IsEmpty)
        {
            var known = Rune.DecodeFromUtf8(bytes, out var rune, out var length) == OperationStatus.Done;
            if (known && rune.Value is not ('"' or '\'' or '\\') && !Rune.IsControl(rune) && (rune.IsAscii || !asciiOnly)) literal.Append(rune.ToString());
            else
            {
                WriteEscape(literal, bytes[0]);
                length = 1;
            }

            bytes = bytes[length..];
        }

        return literal.Append('"').ToString();
    }

    private static void WriteEscape(StringBuilder literal, byte value)
    {
        var plain = PlainValues.IndexOf((char)value, StringComparison.Ordinal);
        if (value is (byte)'"' or (byte)'\'' or (byte)'\\') literal.Append('\\').Append((char)value);
        else if (plain >= 0) literal.Append('\\').Append(Plain[plain]);
        else literal.Append('\\').Append(Convert.ToString(value, 8).PadLeft(3, '0'));
    }

    private static void ReadCharacter(string text, ref int at, ArrayBufferWriter<byte> bytes, ProtoPlace place)
    {
        if (!Rune.TryGetRuneAt(text, at, out var rune)) throw ProtoTokenizer.Error("a string holds half a surrogate pair", place);
        Append(bytes, rune);
        at += rune.Utf16SequenceLength;
    }

    private static void Append(ArrayBufferWriter<byte> bytes, Rune rune) => bytes.Advance(rune.EncodeToUtf8(bytes.GetSpan(4)));

    private static void ReadEscape(string text, ref int at, ArrayBufferWriter<byte> bytes, ProtoPlace place)
    {
        at++;
        var c = at < text.Length ? text[at++] : '\0';
        var plain = Plain.IndexOf(c, StringComparison.Ordinal);
        if (plain >= 0) AppendByte(bytes, PlainValues[plain]);
        else if (c is '\\' or '\'' or '"' or '?') AppendByte(bytes, c);
        else if (c is >= '0' and <= '7') AppendByte(bytes, Octal(text, ref at, c, place));
        else if (c is 'x' or 'X') AppendByte(bytes, Hex(text, ref at, 1, 2, place));
        else if (c is 'u') AppendRune(bytes, Hex(text, ref at, 4, 4, place), place);
        else if (c is 'U') AppendRune(bytes, Hex(text, ref at, 8, 8, place), place);
        else throw ProtoTokenizer.Error($"a string holds the unknown escape '\\{c}'", place);
    }

    private static void AppendByte(ArrayBufferWriter<byte> bytes, int value)
    {
        bytes.GetSpan(1)[0] = (byte)value;
        bytes.Advance(1);
    }

    private static void AppendRune(ArrayBufferWriter<byte> bytes, int value, ProtoPlace place)
    {
        if (!Rune.TryCreate(value, out var rune)) throw ProtoTokenizer.Error($"a string holds the escape of U+{value:X}, which is no character", place);
        Append(bytes, rune);
    }

    private static int Octal(string text, ref int at, char first, ProtoPlace place)
    {
        var value = first - '0';
        for (var digit = 0; digit < 2 && at < text.Length && text[at] is >= '0' and <= '7'; digit++) value = (value * 8) + text[at++] - '0';
        return value <= byte.MaxValue ? value : throw ProtoTokenizer.Error("an octal escape in a string is over 255", place);
    }

    private static int Hex(string text, ref int at, int least, int most, ProtoPlace place)
    {
        var start = at;
        while (at < text.Length && at - start < most && char.IsAsciiHexDigit(text[at])) at++;
        if (at - start < least) throw ProtoTokenizer.Error("an escape in a string lacks its digits", place);
        return int.TryParse(text.AsSpan(start, at - start), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : -1;
    }
}
