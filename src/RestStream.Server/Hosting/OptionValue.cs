using System.Globalization;
using RestStream.Core;

namespace RestStream.Server.Hosting;

/// <summary>The text forms of option values.</summary>
internal static class OptionValue
{
    /// <summary>Reads a value of one of the types that options have.</summary>
    public static bool TryParse(string text, Type type, out object? value)
    {
        value = null;
        if (type == typeof(string)) value = text;
        else if (type == typeof(bool) && bool.TryParse(text, out var flag)) value = flag;
        else if (type == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small)) value = small;
        else if (type == typeof(long) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large)) value = large;
        else if (type == typeof(double) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)) value = real;
        else if (type == typeof(TimeSpan)) value = ParseTime(text);
        return value is not null;
    }

    /// <summary>What a type takes, in words.</summary>
    public static string Describe(Type type) => type switch
    {
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(double) => "a number",
        _ when type == typeof(TimeSpan) => "a duration such as 10s, 1500ms or 00:00:10",
        _ => "text",
    };

    /// <summary>A value as the documentation shows it.</summary>
    public static string Format(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        TimeSpan time => FormatTime(time),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static TimeSpan? ParseTime(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal)) return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null;
        return Durations.TryParse(text, out var duration) ? duration : null;
    }

    private static string FormatTime(TimeSpan time)
    {
        var (number, unit) = time switch
        {
            { Ticks: 0 } => (0, "s"),
            _ when time.Ticks % TimeSpan.TicksPerHour == 0 => (time.TotalHours, "h"),
            _ when time.Ticks % TimeSpan.TicksPerMinute == 0 && time.TotalMinutes >= 5 => (time.TotalMinutes, "m"),
            _ when time.Ticks % TimeSpan.TicksPerSecond == 0 => (time.TotalSeconds, "s"),
            _ => (time.TotalMilliseconds, "ms"),
        };
        return number.ToString(CultureInfo.InvariantCulture) + unit;
    }
}
