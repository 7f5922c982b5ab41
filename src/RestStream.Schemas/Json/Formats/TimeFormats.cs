namespace RestStream.Schemas.Json.Formats;

/// <summary>RFC 3339's <c>date-time</c>, <c>full-date</c> and <c>full-time</c>.</summary>
internal static class TimeFormats
{
    private const int DateLength = 10;

    public static bool IsDateTime(ReadOnlySpan<byte> utf8) =>
        utf8.Length > DateLength && (utf8[DateLength] | 0x20) == 't' && IsDate(utf8[..DateLength]) && IsTime(utf8[(DateLength + 1)..]);

    public static bool IsDate(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length != DateLength || utf8[4] != '-' || utf8[7] != '-') return false;
        if (!TryReadPair(utf8, out var century) || !TryReadPair(utf8[2..], out var year)) return false;
        if (!TryReadPair(utf8[5..], out var month) || !TryReadPair(utf8[8..], out var day)) return false;
        return month is >= 1 and <= 12 && day >= 1 && day <= DaysOf((century * 100) + year, month);
    }

    /// <summary>A time with its offset; second 60 only where it is 23:59:60 in UTC.</summary>
    public static bool IsTime(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < 9 || utf8[2] != ':' || utf8[5] != ':') return false;
        if (!TryReadPair(utf8, out var hour) || !TryReadPair(utf8[3..], out var minute) || !TryReadPair(utf8[6..], out var second)) return false;
        if (hour > 23 || minute > 59 || second > 60) return false;
        if (!TrySkipFraction(utf8[8..], out var zone) || !TryReadOffset(zone, out var offsetMinutes)) return false;
        const int day = 24 * 60;
        return second < 60 || ((hour * 60) + minute - offsetMinutes + day) % day == day - 1;
    }

    private static bool TrySkipFraction(ReadOnlySpan<byte> utf8, out ReadOnlySpan<byte> rest)
    {
        rest = utf8;
        if (utf8[0] != '.') return true;
        var end = utf8[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (end <= 0) return false;
        rest = utf8[(1 + end)..];
        return true;
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> utf8, out int minutes)
    {
        minutes = 0;
        if (utf8.Length == 1) return (utf8[0] | 0x20) == 'z';
        if (utf8.Length != 6 || utf8[0] is not ((byte)'+' or (byte)'-') || utf8[3] != ':') return false;
        if (!TryReadPair(utf8[1..], out var hour) || !TryReadPair(utf8[4..], out var minute) || hour > 23 || minute > 59) return false;
        minutes = ((hour * 60) + minute) * (utf8[0] == '-' ? -1 : 1);
        return true;
    }

    private static int DaysOf(int year, int month) => month switch
    {
        2 => (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    private static bool TryReadPair(ReadOnlySpan<byte> utf8, out int value)
    {
        int tens = utf8[0] - '0', ones = utf8[1] - '0';
        value = (tens * 10) + ones;
        return tens is >= 0 and <= 9 && ones is >= 0 and <= 9;
    }
}
