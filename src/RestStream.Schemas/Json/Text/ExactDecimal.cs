using System.Globalization;
using System.Numerics;

namespace RestStream.Schemas.Json.Text;

/// <summary>
/// The number <c>Unscaled × 10^-Scale</c>, as it was written: 1.50 and 1.5 compare equal and print apart.
/// Prints as Java's <c>BigDecimal</c> does, because that is the text other registries store.
/// </summary>
internal readonly struct ExactDecimal : IComparable<ExactDecimal>
{
    // Beyond this two numbers are compared by their magnitude alone, never by writing their zeros out.
    private const int MaxAlignedDigits = 4_096;

    private readonly BigInteger _unscaled;
    private readonly int _scale;

    private ExactDecimal(BigInteger unscaled, int scale) => (_unscaled, _scale) = (unscaled, scale);

    public bool IsZero => _unscaled.IsZero;

    public bool IsNegative => _unscaled.Sign < 0;

    /// <summary>A whole number, however it is written.</summary>
    public bool IsInteger
    {
        get
        {
            var (unscaled, scale) = Stripped();
            return unscaled.IsZero || scale <= 0;
        }
    }

    private string Digits => BigInteger.Abs(_unscaled).ToString(CultureInfo.InvariantCulture);

    /// <summary>The decimal exponent of the first digit.</summary>
    private long Magnitude => Digits.Length - 1L - _scale;

    /// <param name="text">A number by JSON's grammar.</param>
    /// <param name="number">The number.</param>
    /// <returns>False when its exponent does not fit.</returns>
    public static bool TryParse(string text, out ExactDecimal number)
    {
        number = default;
        var e = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = e < 0 ? text : text[..e];
        var exponent = 0;
        if (e >= 0 && !int.TryParse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)) return false;

        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var scale = (point < 0 ? 0L : mantissa.Length - point - 1) - exponent;
        if (scale is < int.MinValue or > int.MaxValue) return false;

        var digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        number = new ExactDecimal(BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), (int)scale);
        return true;
    }

    /// <summary>The number of a tree's text, which has been read before.</summary>
    public static ExactDecimal Of(string text) =>
        TryParse(text, out var number) ? number : throw new FormatException($"Not a decimal: {text}");

    public int CompareTo(ExactDecimal other)
    {
        if (_unscaled.Sign != other._unscaled.Sign) return _unscaled.Sign.CompareTo(other._unscaled.Sign);
        if (_unscaled.IsZero) return 0;
        var magnitudes = Magnitude.CompareTo(other.Magnitude);
        if (magnitudes != 0) return magnitudes * _unscaled.Sign;

        var scale = Math.Max(_scale, other._scale);
        return AtScale(scale).CompareTo(other.AtScale(scale));
    }

    /// <summary>Whether it is a whole multiple of another number that is not zero.</summary>
    public bool IsMultipleOf(ExactDecimal other)
    {
        if (_unscaled.IsZero) return true;
        if (other._unscaled.IsZero || Math.Abs((long)_scale - other._scale) > MaxAlignedDigits) return false;
        var scale = Math.Max(_scale, other._scale);
        return (AtScale(scale) % other.AtScale(scale)).IsZero;
    }

    /// <summary>The text that equal numbers share.</summary>
    public string ToUniqueText()
    {
        var (unscaled, scale) = Stripped();
        return unscaled.IsZero ? "0" : new ExactDecimal(unscaled, scale).ToString();
    }

    public override string ToString()
    {
        var sign = IsNegative ? "-" : "";
        var digits = Digits;
        var magnitude = Magnitude;
        if (_scale == 0) return sign + digits;
        if (_scale > 0 && magnitude >= -6) return sign + Plain(digits, _scale);

        var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits.AsSpan(1)}";
        if (magnitude == 0) return sign + mantissa;
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{mantissa}E{(magnitude > 0 ? "+" : "")}{magnitude}");
    }

    private static string Plain(string digits, int scale)
    {
        var padded = digits.PadLeft(scale + 1, '0');
        return padded.Insert(padded.Length - scale, ".");
    }

    private (BigInteger Unscaled, int Scale) Stripped()
    {
        var (unscaled, scale) = (_unscaled, _scale);
        while (!unscaled.IsZero && (unscaled % 10).IsZero && scale > int.MinValue) (unscaled, scale) = (unscaled / 10, scale - 1);
        return (unscaled, scale);
    }

    private BigInteger AtScale(int scale) => _unscaled * BigInteger.Pow(10, scale - _scale);
}
