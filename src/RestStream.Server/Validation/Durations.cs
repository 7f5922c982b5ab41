using System.Globalization;

namespace RestStream.Server.Validation;

/// <summary>Durations as clients write them: <c>10s</c>, <c>1500ms</c>, <c>5m</c>, <c>2h</c>, <c>7d</c>, or a number of milliseconds.</summary>
internal static class Durations
{
    private static readonly (string Suffix, double Milliseconds)[] Units = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    /// <summary>Reads a duration of 0 or more; false when it cannot be read.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        var factor = 1d;
        foreach (var (suffix, milliseconds) in Units)
        {
            if (!text.EndsWith(suffix)) continue;
            factor = milliseconds;
            text = text[..^suffix.Length];
            break;
        }

        const NumberStyles Style = NumberStyles.AllowDecimalPoint;
        if (!double.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) || number * factor > int.MaxValue * 1000d) return false;
        duration = TimeSpan.FromMilliseconds(number * factor);
        return true;
    }
}
