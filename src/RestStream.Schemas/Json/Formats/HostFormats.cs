namespace RestStream.Schemas.Json.Formats;

/// <summary>Host names of ASCII: RFC 1123, section 2.1.</summary>
internal static class HostFormats
{
    /// <summary>Octets of a name without the root's dot (RFC 1035).</summary>
    public const int MaxNameLength = 253;

    /// <summary>Octets of a label.</summary>
    public const int MaxLabelLength = 63;

    public static bool IsHostname(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxNameLength) return false;
        while (true)
        {
            var dot = utf8.IndexOf((byte)'.');
            if (!IsLabel(dot < 0 ? utf8 : utf8[..dot])) return false;
            if (dot < 0) return true;
            utf8 = utf8[(dot + 1)..];
        }
    }

    /// <summary>Letters, digits and inner hyphens.</summary>
    public static bool IsLabel(ReadOnlySpan<byte> label)
    {
        if (label.Length is 0 or > MaxLabelLength || label[0] == '-' || label[^1] == '-') return false;
        foreach (var c in label)
        {
            if (c != '-' && !char.IsAsciiLetterOrDigit((char)c)) return false;
        }

        return true;
    }
}
