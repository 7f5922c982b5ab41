namespace RestStream.Server.Json;

/// <summary>
/// ISO 8601 as records carry it: <c>2026-11-01</c>, <c>2026-11-01T00:00Z</c>, <c>2026-11-01T00:00:00.123456+02:00</c>. A time without a zone is UTC;
/// what is finer than a millisecond is cut off.
/// </summary>
internal static class IsoTimestamp
{
    private const int DateLength = 10, MinuteLength = 16, SecondLength = 19;

    /// <summary>Reads the whole of <paramref name="text"/>; false when it is no such time.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long epochMs)
    {
        epochMs = 0;
        if (!TryParseDate(text, out var date)) return false;
        var ms = new DateTimeOffset(date, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var rest = text[DateLength..];
        if (rest.IsEmpty)
        {
            epochMs = ms;
            return true;
        }

        if (!TryParseTime(text, out var timeMs, out var length) || !TryParseZone(text[length..], out var zoneMinutes)) return false;
        epochMs = ms + timeMs - (zoneMinutes * 60_000L);
        return true;
    }

    private static bool TryParseDate(ReadOnlySpan<byte> text, out DateTime date)
    {
        date = default;
        if (text.Length < DateLength || text[4] != '-' || text[7] != '-') return false;
        var (year, month, day) = (Number(text[..4]), Number(text.Slice(5, 2)), Number(text.Slice(8, 2)));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc);
        return true;
    }

    private static bool TryParseTime(ReadOnlySpan<byte> text, out long ms, out int length)
    {
        (ms, length) = (0, MinuteLength);
        if (text.Length < MinuteLength || (text[10] | 0x20) is not 't' || text[13] != ':') return false;
        var (hour, minute, second) = (Number(text.Slice(11, 2)), Number(text.Slice(14, 2)), 0);
        if (text.Length > MinuteLength && text[MinuteLength] == ':')
        {
            if (text.Length < SecondLength) return false;
            second = Number(text.Slice(17, 2));
            length = SecondLength;
        }

        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59) return false;
        ms = (((hour * 60L) + minute) * 60 + second) * 1000;
        return length < SecondLength || TryParseFraction(text, ref ms, ref length);
    }

    private static bool TryParseFraction(ReadOnlySpan<byte> text, ref long ms, ref int length)
    {
        if (length == text.Length || text[length] != '.') return true;
        var start = ++length;
        for (var scale = 100; length < text.Length && text[length] is >= (byte)'0' and <= (byte)'9'; length++, scale /= 10)
            ms += (text[length] - '0') * scale;
        return length > start;
    }

    private static bool TryParseZone(ReadOnlySpan<byte> zone, out int minutes)
    {
        minutes = 0;
        if (zone.IsEmpty || (zone.Length == 1 && (zone[0] | 0x20) == 'z')) return true;
        if (zone.Length != 6 || zone[3] != ':' || zone[0] is not ((byte)'+' or (byte)'-')) return false;
        var (hour, minute) = (Number(zone.Slice(1, 2)), Number(zone.Slice(4, 2)));
        if (hour is < 0 or > 14 || minute is < 0 or > 59) return false;
        minutes = (zone[0] == '-' ? -1 : 1) * ((hour * 60) + minute);
        return true;
    }

    /// <summary>The value of a few digits; -1 when one is none.</summary>
    private static int Number(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9') return -1;
            value = (value * 10) + digit - '0';
        }

        return value;
    }
}
