namespace RestStream.Schemas.Json.Formats;

/// <summary>RFC 3339's <c>duration</c> (its appendix A): units in order, without a gap between them, weeks alone.</summary>
internal static class DurationFormat
{
    public static bool IsDuration(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < 2 || utf8[0] != 'P') return false;
        utf8 = utf8[1..];
        if (utf8[^1] == 'W') return TryTakeUnits(ref utf8, "W"u8) && utf8.IsEmpty;
        if (utf8[0] != 'T' && !TryTakeUnits(ref utf8, "YMD"u8)) return false;
        if (utf8.IsEmpty) return true;
        if (utf8[0] != 'T') return false;
        utf8 = utf8[1..];
        return TryTakeUnits(ref utf8, "HMS"u8) && utf8.IsEmpty;
    }

    /// <summary>Takes numbers whose units follow each other in this order; at least one.</summary>
    private static bool TryTakeUnits(ref ReadOnlySpan<byte> utf8, ReadOnlySpan<byte> units)
    {
        var next = -1;
        while (!utf8.IsEmpty && utf8[0] != 'T')
        {
            var digits = utf8.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits <= 0) return false;
            var unit = units.IndexOf(utf8[digits]);
            if (unit < 0 || (next >= 0 && unit != next)) return false;
            next = unit + 1;
            utf8 = utf8[(digits + 1)..];
        }

        return next >= 0;
    }
}
