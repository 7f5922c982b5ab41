using System.Buffers;
using System.Text;

namespace RestStream.Schemas.Json.Formats;

/// <summary>RFC 5321's <c>Mailbox</c>, and RFC 6531's, which adds what is not ASCII.</summary>
internal static class EmailFormats
{
    private const int MaxLocalLength = 64;

    private static readonly SearchValues<byte> Atom = SearchValues.Create("!#$%&'*+-/0123456789=?ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    public static bool IsEmail(ReadOnlySpan<byte> utf8) => IsMailbox(utf8, international: false);

    public static bool IsIdnEmail(ReadOnlySpan<byte> utf8) => IsMailbox(utf8, international: true);

    private static bool IsMailbox(ReadOnlySpan<byte> utf8, bool international)
    {
        var at = utf8.LastIndexOf((byte)'@');
        if (at is <= 0 or > MaxLocalLength) return false;
        var local = utf8[..at];
        var isLocal = local[0] == '"' ? IsQuotedString(local, international) : IsDotString(local, international);
        return isLocal && IsDomain(utf8[(at + 1)..], international);
    }

    private static bool IsDotString(ReadOnlySpan<byte> local, bool international)
    {
        var wasDot = true;
        foreach (var c in local)
        {
            var isDot = c == '.';
            if (isDot ? wasDot : !Atom.Contains(c) && !(international && c >= 0x80)) return false;
            wasDot = isDot;
        }

        return !wasDot;
    }

    private static bool IsQuotedString(ReadOnlySpan<byte> local, bool international)
    {
        if (local.Length < 2 || local[^1] != '"') return false;
        var isEscaped = false;
        foreach (var c in local[1..^1])
        {
            var isBeyond = international && c >= 0x80 && !isEscaped;
            if (!isBeyond && (c is < 0x20 or > 0x7E || (c == '"' && !isEscaped))) return false;
            isEscaped = c == '\\' && !isEscaped;
        }

        return !isEscaped;
    }

    private static bool IsDomain(ReadOnlySpan<byte> domain, bool international)
    {
        if (domain.Length > 2 && domain[0] == '[' && domain[^1] == ']') return IsLiteral(domain[1..^1]);
        return international ? IdnFormats.IsIdnHostname(domain) : HostFormats.IsHostname(domain);
    }

    /// <summary>An IPv4 address, or an IPv6 one behind its tag; no other tag is registered.</summary>
    private static bool IsLiteral(ReadOnlySpan<byte> literal)
    {
        var tag = "IPv6:"u8;
        var isTagged = literal.Length > tag.Length && Ascii.EqualsIgnoreCase(literal[..tag.Length], tag);
        return isTagged ? AddressFormats.IsIpv6(literal[tag.Length..]) : AddressFormats.IsIpv4(literal);
    }
}
