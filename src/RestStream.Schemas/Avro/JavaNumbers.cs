using System.Globalization;
using System.Text;

namespace RestStream.Schemas.Avro;

/// <summary>Floating numbers as Java prints them: <c>1.0</c>, <c>1.0E7</c>, <c>1.5E-4</c>; what JSON has no number for stands as a string.</summary>
internal static class JavaNumbers
{
    public static void Write(StringBuilder into, double value)
    {
        if (double.IsFinite(value)) Write(into, value.ToString("R", CultureInfo.InvariantCulture));
        else WriteNotFinite(into, value);
    }

    public static void Write(StringBuilder into, float value)
    {
        if (float.IsFinite(value)) Write(into, value.ToString("R", CultureInfo.InvariantCulture));
        else WriteNotFinite(into, value);
    }

    private static void WriteNotFinite(StringBuilder into, double value) =>
        into.Append('"').Append(double.IsNaN(value) ? "NaN" : value < 0 ? "-Infinity" : "Infinity").Append('"');

    /// <param name="into">Where to.</param>
    /// <param name="shortest">The number by the fewest digits that name it, with or without point and exponent.</param>
    private static void Write(StringBuilder into, string shortest)
    {
        if (shortest[0] == '-') into.Append('-');
        ReadOnlySpan<char> number = shortest.AsSpan().TrimStart('-');
        int e = number.IndexOf('E');
        ReadOnlySpan<char> mantissa = e < 0 ? number : number[..e];
        int point = mantissa.IndexOf('.');
        string digits = mantissa.ToString().Replace(".", "", StringComparison.Ordinal);
        int exponent = (point < 0 ? mantissa.Length : point) - 1 + (e < 0 ? 0 : int.Parse(number[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        exponent -= digits.Length - digits.TrimStart('0').Length;
        WriteDigits(into, digits.Trim('0'), exponent);
    }

    /// <param name="into">Where to.</param>
    /// <param name="digits">Without zeros before and after; empty for zero.</param>
    /// <param name="exponent">Of the first digit.</param>
    private static void WriteDigits(StringBuilder into, string digits, int exponent)
    {
        if (digits.Length == 0) into.Append("0.0");
        else if (exponent is < -3 or >= 7) WriteScientific(into, digits, exponent);
        else WritePlain(into, digits, exponent);
    }

    private static void WriteScientific(StringBuilder into, string digits, int exponent) =>
        into.Append(digits[0]).Append('.').Append(digits.Length > 1 ? digits[1..] : "0").Append('E').Append(exponent.ToString(CultureInfo.InvariantCulture));

    private static void WritePlain(StringBuilder into, string digits, int exponent)
    {
        if (exponent < 0)
        {
            into.Append("0.").Append('0', -exponent - 1).Append(digits);
            return;
        }

        string whole = digits.Length > exponent + 1 ? digits[..(exponent + 1)] : digits.PadRight(exponent + 1, '0');
        string fraction = digits.Length > exponent + 1 ? digits[(exponent + 1)..] : "0";
        into.Append(whole).Append('.').Append(fraction);
    }
}
