using System.Runtime.CompilerServices;

namespace RestStream.Schemas.Json.Validation;

/// <summary>A number of at most 18 digits without an exponent, as whole digits and the places after the point: compared without reading it as more than that.</summary>
internal readonly struct ShortDecimal
{
    private const int CharactersMax = 18;

    private static readonly long[] s_powers = [.. Enumerable.Range(0, CharactersMax + 1).Select(power => (long)Math.Pow(10, power))];

    private readonly long _digits;
    private readonly int _places;

    private ShortDecimal(long digits, int places)
    {
        _digits = digits;
        _places = places;
    }

    /// <summary>Reads a JSON number.</summary>
    /// <returns>False when it is longer, or has an exponent.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out ShortDecimal number)
    {
        number = default;
        if (text.Length > CharactersMax) return false;
        long digits = 0;
        var point = text.Length - 1;
        for (var at = text[0] == '-' ? 1 : 0; at < text.Length; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit <= 9) digits = (digits * 10) + digit;
            else if (text[at] == '.') point = at;
            else return false;
        }

        number = new ShortDecimal(text[0] == '-' ? -digits : digits, text.Length - 1 - point);
        return true;
    }

    /// <summary>Below 0, 0 or above 0 as it is less than, equal to or greater than the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int CompareTo(ShortDecimal other)
    {
        if (_places == other._places) return _digits.CompareTo(other._digits);
        var high = Math.BigMul(_digits, s_powers[other._places], out var low);
        var otherHigh = Math.BigMul(other._digits, s_powers[_places], out var otherLow);
        return high != otherHigh ? high.CompareTo(otherHigh) : ((ulong)low).CompareTo((ulong)otherLow);
    }
}
