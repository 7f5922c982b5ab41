using System.Buffers;
using System.Text;

namespace RestStream.Schemas.Json.Formats;

/// <summary>RFC 3986's URI and URI reference by their grammar, and RFC 3987's IRIs, which add what is not ASCII.</summary>
internal static class UriFormats
{
    private const string Unreserved = "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";
    private const string SubDelimiters = "!$&'()*+,;=";

    private static readonly SearchValues<byte> RegisteredName = Values(Unreserved + SubDelimiters);
    private static readonly SearchValues<byte> UserInfo = Values(Unreserved + SubDelimiters + ":");
    private static readonly SearchValues<byte> Path = Values(Unreserved + SubDelimiters + ":@/");
    private static readonly SearchValues<byte> Query = Values(Unreserved + SubDelimiters + ":@/?");
    private static readonly SearchValues<byte> Scheme = Values("+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static bool IsUri(ReadOnlySpan<byte> utf8) => TryTakeScheme(ref utf8) && IsRest(utf8, international: false);

    public static bool IsUriReference(ReadOnlySpan<byte> utf8) => IsReference(utf8, international: false);

    public static bool IsIri(ReadOnlySpan<byte> utf8) => TryTakeScheme(ref utf8) && IsRest(utf8, international: true);

    public static bool IsIriReference(ReadOnlySpan<byte> utf8) => IsReference(utf8, international: true);

    private static bool IsReference(ReadOnlySpan<byte> utf8, bool international)
    {
        if (TryTakeScheme(ref utf8)) return IsRest(utf8, international);
        // Without a scheme a colon in the first segment would make it one.
        var segment = utf8.IndexOfAny("/?#"u8);
        if ((segment < 0 ? utf8 : utf8[..segment]).Contains((byte)':')) return false;
        return IsRest(utf8, international);
    }

    private static bool TryTakeScheme(ref ReadOnlySpan<byte> utf8)
    {
        var colon = utf8.IndexOfAnyExcept(Scheme);
        if (colon <= 0 || utf8[colon] != ':' || !char.IsAsciiLetter((char)utf8[0])) return false;
        utf8 = utf8[(colon + 1)..];
        return true;
    }

    /// <summary>All behind the scheme: authority, path, query, fragment.</summary>
    private static bool IsRest(ReadOnlySpan<byte> utf8, bool international)
    {
        var fragment = utf8.IndexOf((byte)'#');
        if (fragment >= 0 && !IsOf(Query, utf8[(fragment + 1)..], international)) return false;
        if (fragment >= 0) utf8 = utf8[..fragment];
        var query = utf8.IndexOf((byte)'?');
        if (query >= 0 && !IsOf(Query, utf8[(query + 1)..], international, isQuery: true)) return false;
        if (query >= 0) utf8 = utf8[..query];
        if (!utf8.StartsWith("//"u8)) return IsOf(Path, utf8, international);
        utf8 = utf8[2..];
        var path = utf8.IndexOf((byte)'/');
        if (path >= 0 && !IsOf(Path, utf8[path..], international)) return false;
        return IsAuthority(path < 0 ? utf8 : utf8[..path], international);
    }

    private static bool IsAuthority(ReadOnlySpan<byte> authority, bool international)
    {
        var at = authority.IndexOf((byte)'@');
        if (at >= 0 && !IsOf(UserInfo, authority[..at], international)) return false;
        authority = authority[(at + 1)..];
        var isLiteral = authority.Length > 0 && authority[0] == '[';
        var hostEnd = isLiteral ? authority.IndexOf((byte)']') + 1 : authority.IndexOf((byte)':');
        if (isLiteral && hostEnd == 0) return false;
        if (hostEnd < 0) hostEnd = authority.Length;
        var host = authority[..hostEnd];
        return IsPort(authority[hostEnd..]) && (isLiteral ? IsLiteral(host[1..^1]) : IsOf(RegisteredName, host, international));
    }

    private static bool IsPort(ReadOnlySpan<byte> port) => port.IsEmpty || (port[0] == ':' && !port[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'));

    /// <summary>An IPv6 address, or <c>v1.…</c> for addresses to come.</summary>
    private static bool IsLiteral(ReadOnlySpan<byte> literal)
    {
        if (literal.IsEmpty || (literal[0] | 0x20) != 'v') return AddressFormats.IsIpv6(literal);
        var dot = literal.IndexOf((byte)'.');
        if (dot < 2 || dot == literal.Length - 1 || literal[(dot + 1)..].ContainsAnyExcept(UserInfo)) return false;
        foreach (var digit in literal[1..dot])
        {
            if (!char.IsAsciiHexDigit((char)digit)) return false;
        }

        return true;
    }

    /// <summary>Whether a part holds these characters, percent-encoded octets, and in an IRI what is not ASCII, alone.</summary>
    private static bool IsOf(SearchValues<byte> allowed, ReadOnlySpan<byte> part, bool international, bool isQuery = false)
    {
        for (var stop = part.IndexOfAnyExcept(allowed); stop >= 0; stop = part.IndexOfAnyExcept(allowed))
        {
            part = part[stop..];
            if (!TryTakeEscape(ref part) && !(international && TryTakeBeyondAscii(ref part, isQuery))) return false;
        }

        return true;
    }

    private static bool TryTakeEscape(ref ReadOnlySpan<byte> part)
    {
        if (part.Length < 3 || part[0] != '%' || !char.IsAsciiHexDigit((char)part[1]) || !char.IsAsciiHexDigit((char)part[2])) return false;
        part = part[3..];
        return true;
    }

    private static bool TryTakeBeyondAscii(ref ReadOnlySpan<byte> part, bool isQuery)
    {
        if (part[0] < 0x80 || Rune.DecodeFromUtf8(part, out var rune, out var length) != OperationStatus.Done) return false;
        part = part[length..];
        return IsInternational(rune.Value) || (isQuery && IsPrivate(rune.Value));
    }

    /// <summary>RFC 3987's <c>ucschar</c>.</summary>
    internal static bool IsInternational(int point) => point switch
    {
        < 0xA0 => false,
        <= 0xD7FF => true,
        < 0x10000 => point is (>= 0xF900 and <= 0xFDCF) or (>= 0xFDF0 and <= 0xFFEF),
        _ => point < 0xF0000 && (point & 0xFFFF) <= 0xFFFD && point is not (>= 0xE0000 and < 0xE1000),
    };

    /// <summary>RFC 3987's <c>iprivate</c>.</summary>
    internal static bool IsPrivate(int point) => point is (>= 0xE000 and <= 0xF8FF) or (>= 0xF0000 and <= 0xFFFFD) or (>= 0x100000 and <= 0x10FFFD);

    private static SearchValues<byte> Values(string characters) => SearchValues.Create(Encoding.ASCII.GetBytes(characters));
}
