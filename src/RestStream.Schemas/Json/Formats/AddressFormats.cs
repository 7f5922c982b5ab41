namespace RestStream.Schemas.Json.Formats;

/// <summary>IPv4 as RFC 2673's dotted quad, IPv6 as RFC 4291's texts.</summary>
internal static class AddressFormats
{
    private const int Groups = 8;

    /// <summary>Four numbers to 255 without leading zeros.</summary>
    public static bool IsIpv4(ReadOnlySpan<byte> utf8)
    {
        for (var part = 0; part < 4; part++)
        {
            if (!TryTakeOctet(ref utf8)) return false;
            if (part == 3) return utf8.IsEmpty;
            if (utf8.IsEmpty || utf8[0] != '.') return false;
            utf8 = utf8[1..];
        }

        return false;
    }

    /// <summary>Eight groups, the last two also as an IPv4 address, one run of zeros at most as <c>::</c>.</summary>
    public static bool IsIpv6(ReadOnlySpan<byte> utf8)
    {
        var gap = utf8.IndexOf("::"u8);
        if (gap < 0) return CountGroups(utf8, mayEndInIpv4: true) == Groups;
        var before = gap == 0 ? 0 : CountGroups(utf8[..gap], mayEndInIpv4: false);
        var after = gap + 2 == utf8.Length ? 0 : CountGroups(utf8[(gap + 2)..], mayEndInIpv4: true);
        return before >= 0 && after >= 0 && before + after < Groups;
    }

    /// <summary>The groups between single colons; -1 when one is none.</summary>
    private static int CountGroups(ReadOnlySpan<byte> utf8, bool mayEndInIpv4)
    {
        var count = 0;
        while (true)
        {
            var colon = utf8.IndexOf((byte)':');
            var group = colon < 0 ? utf8 : utf8[..colon];
            if (colon < 0 && mayEndInIpv4 && group.Contains((byte)'.')) return IsIpv4(group) ? count + 2 : -1;
            if (!IsGroup(group) || count == Groups) return -1;
            count++;
            if (colon < 0) return count;
            utf8 = utf8[(colon + 1)..];
        }
    }

    private static bool IsGroup(ReadOnlySpan<byte> group)
    {
        if (group.Length is 0 or > 4) return false;
        foreach (var digit in group)
        {
            if (!char.IsAsciiHexDigit((char)digit)) return false;
        }

        return true;
    }

    private static bool TryTakeOctet(ref ReadOnlySpan<byte> utf8)
    {
        int value = 0, length = 0;
        for (; length < utf8.Length && length < 3 && char.IsAsciiDigit((char)utf8[length]); length++) value = (value * 10) + utf8[length] - '0';
        if (length == 0 || value > 255 || (length > 1 && utf8[0] == '0')) return false;
        utf8 = utf8[length..];
        return true;
    }
}
