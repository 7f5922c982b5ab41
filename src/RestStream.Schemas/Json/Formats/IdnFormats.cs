using System.Buffers;
using System.Text;

namespace RestStream.Schemas.Json.Formats;

/// <summary>Host names by IDNA 2008 (RFC 5890 to 5893): with labels of Unicode or of ASCII only.</summary>
internal static class IdnFormats
{
    /// <summary>The prefix of a label that is written in Punycode.</summary>
    private const string AcePrefix = "xn--";

    /// <summary>A label of Unicode with its dot; the other dots of IDNA are read as dots.</summary>
    private const int MaxLabelBytes = HostFormats.MaxLabelLength * 4;

    /// <summary>A name of ASCII whose A-labels stand for labels that IDNA allows.</summary>
    public static bool IsHostname(ReadOnlySpan<byte> utf8) =>
        HostFormats.IsHostname(utf8) && (!HasAceLabel(utf8) || IsName(utf8, international: false));

    /// <summary>A name whose labels are of letters, digits and hyphens, A-labels, or labels of Unicode.</summary>
    public static bool IsIdnHostname(ReadOnlySpan<byte> utf8) => IsName(utf8, international: true);

    private static bool HasAceLabel(ReadOnlySpan<byte> utf8)
    {
        for (var at = 0; at + AcePrefix.Length <= utf8.Length; at++)
        {
            if ((at == 0 || utf8[at - 1] == '.') && IsAce(utf8[at..])) return true;
        }

        return false;
    }

    private static bool IsAce(ReadOnlySpan<byte> label) => label.Length >= AcePrefix.Length && Ascii.EqualsIgnoreCase(label[..AcePrefix.Length], "xn--"u8);

    private static bool IsName(ReadOnlySpan<byte> utf8, bool international)
    {
        var (length, isBidi, fitsBidi) = (-1, false, true);
        Span<int> points = stackalloc int[HostFormats.MaxLabelLength];
        var isLast = false;
        while (!isLast)
        {
            isLast = !TryTakeLabel(ref utf8, international, out var label);
            var count = ReadLabel(label, points, international, out var encodedLength);
            length += encodedLength + 1;
            if (count <= 0 || length > HostFormats.MaxNameLength) return false;
            isBidi |= BidiRule.MakesBidi(points[..count]);
            fitsBidi &= BidiRule.Holds(points[..count]);
        }

        return !isBidi || fitsBidi;
    }

    /// <summary>Takes the text up to the next dot, and the dot.</summary>
    /// <returns>False when no dot follows.</returns>
    private static bool TryTakeLabel(ref ReadOnlySpan<byte> utf8, bool international, out ReadOnlySpan<byte> label)
    {
        for (var at = 0; at < utf8.Length; at++)
        {
            var dotLength = DotLength(utf8[at..], international);
            if (dotLength == 0) continue;
            label = utf8[..at];
            utf8 = utf8[(at + dotLength)..];
            return true;
        }

        label = utf8;
        return false;
    }

    private static int DotLength(ReadOnlySpan<byte> utf8, bool international)
    {
        if (utf8[0] == '.') return 1;
        var isOther = international && utf8[0] >= 0xE3 && (utf8.StartsWith("。"u8) || utf8.StartsWith("．"u8) || utf8.StartsWith("｡"u8));
        return isOther ? 3 : 0;
    }

    /// <summary>Reads a label's code points and checks them; tells the octets of the label as it is sent.</summary>
    /// <returns>Their count; 0 or less when it is no label.</returns>
    private static int ReadLabel(ReadOnlySpan<byte> label, Span<int> points, bool international, out int encodedLength)
    {
        encodedLength = label.Length;
        if (IsAce(label)) return ReadAceLabel(label, points);
        if (label.Length > MaxLabelBytes || !TryReadPoints(label, points, out var count)) return -1;
        if (Ascii.IsValid(label)) return HostFormats.IsLabel(label) && !(international && IsReserved(points[..count])) ? count : -1;
        encodedLength = UnicodeLabelLength(points[..count]);
        return encodedLength > 0 ? count : -1;
    }

    private static bool TryReadPoints(ReadOnlySpan<byte> label, Span<int> points, out int count)
    {
        for (count = 0; !label.IsEmpty; count++)
        {
            if (count == points.Length || Rune.DecodeFromUtf8(label, out var rune, out var length) != OperationStatus.Done) return false;
            points[count] = rune.Value;
            label = label[length..];
        }

        return true;
    }

    private static int ReadAceLabel(ReadOnlySpan<byte> label, Span<int> points)
    {
        if (label.Length > HostFormats.MaxLabelLength) return -1;
        Span<byte> lower = stackalloc byte[HostFormats.MaxLabelLength];
        Ascii.ToLower(label, lower, out var length);
        var encoded = lower[AcePrefix.Length..length];
        var count = Punycode.Decode(encoded, points);
        if (count <= 0 || !points[..count].ContainsAnyExceptInRange(0, 0x7F)) return -1;
        if (!IsUnicodeLabel(points[..count])) return -1;
        Span<byte> again = stackalloc byte[HostFormats.MaxLabelLength];
        var written = Punycode.Encode(points[..count], again);
        return written >= 0 && again[..written].SequenceEqual(encoded) ? count : -1;
    }

    /// <summary>The octets of a label as A-label; -1 when it is none that IDNA allows, or too long.</summary>
    private static int UnicodeLabelLength(ReadOnlySpan<int> points)
    {
        if (!IsUnicodeLabel(points)) return -1;
        Span<byte> encoded = stackalloc byte[HostFormats.MaxLabelLength - 4];
        var written = Punycode.Encode(points, encoded);
        return written < 0 ? -1 : AcePrefix.Length + written;
    }

    private static bool IsUnicodeLabel(ReadOnlySpan<int> points) =>
        points[0] != '-' && points[^1] != '-' && !IsReserved(points) && IdnaRules.AreAllowed(points);

    /// <summary>Hyphens in the third and fourth place are kept for prefixes as <c>xn--</c>.</summary>
    private static bool IsReserved(ReadOnlySpan<int> points) => points.Length >= 4 && points[2] == '-' && points[3] == '-';
}
