using System.Globalization;

namespace RestStream.Core;

/// <summary>Durations as clients write them: <c>10s</c>, <c>1500ms</c>, <c>5m</c>, <c>2h</c>, <c>7d</c>, or a bare number of milliseconds.</summary>
public static class Durations
{
    /// <summary>The allowed forms, for messages.</summary>
    public const string Forms = "a whole number with one of the units ms, s, m, h, d, such as 10s or 1500ms; without a unit it is milliseconds";

    private const long MaxMilliseconds = long.MaxValue / TimeSpan.TicksPerMillisecond;

    /// <summary>Reads a duration of zero or more.</summary>
    /// <returns>False when the text is none or lies beyond <see cref="TimeSpan.MaxValue"/>.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration) => TryParse(text, unitRequired: false, out duration);

    internal static bool TryParse(ReadOnlySpan<char> text, bool unitRequired, out TimeSpan duration)
    {
        duration = default;
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        var number = digits < 0 ? text : text[..digits];
        var unit = digits < 0 ? default : text[digits..];
        var factor = unit.IsEmpty && !unitRequired ? 1 : MillisecondsOf(unit);
        if (factor == 0 || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return false;
        if (count > MaxMilliseconds / factor) return false;
        duration = new TimeSpan(count * factor * TimeSpan.TicksPerMillisecond);
        return true;
    }

    private static long MillisecondsOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => 0,
    };
}
