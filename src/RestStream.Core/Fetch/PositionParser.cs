using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RestStream.Core.Fetch;

/// <summary>Reads the one language of positions: REST, hub and CLI all take it.</summary>
public static class PositionParser
{
    /// <summary>The allowed forms, for messages.</summary>
    public const string Forms =
        "earliest, latest, an offset (42), so many from the end (-10), a time (@2026-11-01T00:00Z, @2026-11-01, @1793491200000) or an age (@-15m)";

    private static readonly string[] TimeForms =
        ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <summary>Reads a position. Ages count back from <paramref name="time"/>'s now; times without a zone are UTC.</summary>
    /// <param name="text">The text as it came.</param>
    /// <param name="time">The clock.</param>
    /// <param name="position">The position; earliest when the text is none.</param>
    /// <param name="error">A sentence with the allowed forms when the text is no position.</param>
    public static bool TryParse(string text, TimeProvider time, out Position position, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(time);
        error = null;
        if (TryRead(text.AsSpan().Trim(), time, out position)) return true;
        error = $"'{Shortened(text)}' is not a position. Allowed: {Forms}.";
        return false;
    }

    private static bool TryRead(ReadOnlySpan<char> text, TimeProvider time, out Position position)
    {
        position = Position.Earliest;
        if (text.Equals("earliest", StringComparison.OrdinalIgnoreCase)) return true;
        if (text.Equals("latest", StringComparison.OrdinalIgnoreCase)) return Give(Position.Latest, out position);
        if (text.StartsWith('@')) return TryReadTime(text[1..], time, out position);
        var fromEnd = text.StartsWith('-');
        return TryReadNumber(fromEnd ? text[1..] : text, out var number)
            && Give(new Position(fromEnd ? PositionKind.Last : PositionKind.Offset, number), out position);
    }

    private static bool TryReadTime(ReadOnlySpan<char> text, TimeProvider time, out Position position)
    {
        position = Position.Earliest;
        if (text.StartsWith('-')) return TryReadAge(text[1..], time, out position);
        if (TryReadNumber(text, out var milliseconds)) return Give(new Position(PositionKind.Timestamp, milliseconds), out position);
        return TryReadIsoTime(text, out var at) && Give(new Position(PositionKind.Timestamp, at.ToUnixTimeMilliseconds()), out position);
    }

    private static bool TryReadAge(ReadOnlySpan<char> text, TimeProvider time, out Position position)
    {
        position = Position.Earliest;
        if (!Durations.TryParse(text, unitRequired: true, out var age)) return false;
        var at = time.GetUtcNow().ToUnixTimeMilliseconds() - (age.Ticks / TimeSpan.TicksPerMillisecond);
        return Give(new Position(PositionKind.Timestamp, at), out position);
    }

    /// <summary>Reads an ISO 8601 date, or date and time with or without a zone; without one it is UTC.</summary>
    /// <returns>False when the text is none.</returns>
    public static bool TryReadIsoTime(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        Span<char> upper = stackalloc char[40];
        time = default;
        if (text.Length > upper.Length) return false;
        upper = upper[..text.ToUpperInvariant(upper)];
        // A '+' that was put into a query string unescaped arrives as a space.
        if (upper.Length > 6 && upper[^6] == ' ') upper[^6] = '+';
        return DateTimeOffset.TryParseExact(upper, TimeForms, CultureInfo.InvariantCulture, utc, out time);
    }

    private static bool TryReadNumber(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool Give(Position value, out Position position)
    {
        position = value;
        return true;
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "…");
}
