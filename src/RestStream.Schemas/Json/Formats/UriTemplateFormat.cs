using System.Buffers;
using System.Text;

namespace RestStream.Schemas.Json.Formats;

/// <summary>RFC 6570's URI template, all four levels.</summary>
internal static class UriTemplateFormat
{
    private const int MaxPrefixDigits = 4;

    public static bool IsUriTemplate(ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            var isRight = utf8[0] == '{' ? TryTakeExpression(ref utf8) : TryTakeLiteral(ref utf8);
            if (!isRight) return false;
        }

        return true;
    }

    private static bool TryTakeExpression(ref ReadOnlySpan<byte> utf8)
    {
        var end = utf8.IndexOf((byte)'}');
        if (end < 0) return false;
        var variables = utf8[1..end];
        utf8 = utf8[(end + 1)..];
        if (!variables.IsEmpty && "+#./;?&=,!@|"u8.Contains(variables[0])) variables = variables[1..];
        while (true)
        {
            var comma = variables.IndexOf((byte)',');
            if (!IsVariable(comma < 0 ? variables : variables[..comma])) return false;
            if (comma < 0) return true;
            variables = variables[(comma + 1)..];
        }
    }

    /// <summary>A name, then nothing, <c>*</c>, or a prefix length below 10,000.</summary>
    private static bool IsVariable(ReadOnlySpan<byte> variable)
    {
        if (variable.EndsWith("*"u8)) return IsName(variable[..^1]);
        var colon = variable.IndexOf((byte)':');
        if (colon < 0) return IsName(variable);
        var length = variable[(colon + 1)..];
        var isLength = length.Length is > 0 and <= MaxPrefixDigits && length[0] != '0' && !length.ContainsAnyExceptInRange((byte)'0', (byte)'9');
        return isLength && IsName(variable[..colon]);
    }

    private static bool IsName(ReadOnlySpan<byte> name)
    {
        var wasDot = true;
        while (!name.IsEmpty)
        {
            var isDot = name[0] == '.';
            if (isDot && wasDot) return false;
            wasDot = isDot;
            if (isDot || name[0] == '_' || char.IsAsciiLetterOrDigit((char)name[0])) name = name[1..];
            else if (!TryTakeEscape(ref name)) return false;
        }

        return !wasDot;
    }

    private static bool TryTakeLiteral(ref ReadOnlySpan<byte> utf8)
    {
        if (utf8[0] == '%') return TryTakeEscape(ref utf8);
        if (Rune.DecodeFromUtf8(utf8, out var rune, out var length) != OperationStatus.Done) return false;
        utf8 = utf8[length..];
        if (!rune.IsAscii) return UriFormats.IsInternational(rune.Value) || UriFormats.IsPrivate(rune.Value);
        return rune.Value is > ' ' and < 0x7F && !"\"<>\\^`{|}"u8.Contains((byte)rune.Value);
    }

    private static bool TryTakeEscape(ref ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < 3 || utf8[0] != '%' || !char.IsAsciiHexDigit((char)utf8[1]) || !char.IsAsciiHexDigit((char)utf8[2])) return false;
        utf8 = utf8[3..];
        return true;
    }
}
