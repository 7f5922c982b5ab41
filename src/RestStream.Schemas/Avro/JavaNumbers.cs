using System.Globalization;
using System.Text;

namespace RestStream.Schemas.Avro;

/// <summary>Floating numbers as Java prints them: <c>1.0</c>, <c>1.0E7</c>, <c>1.5E-4</c>; what JSON has no number for stands as a string.</summary>
internal static class JavaNumbers
{
    public static void Write(StringBuilder into, double value)
    {
        if (double.IsFinite(value)) Write(into, value.ToString("E16", CultureInfo.InvariantCulture), value.ToString("R", CultureInfo.InvariantCulture));
        else WriteNotFinite(into, value);
    }

    public static void Write(StringBuilder into, float value)
    {
        if (float.IsFinite(value)) Write(into, value.ToString("E8", CultureInfo.InvariantCulture), value.ToString("R", CultureInfo.InvariantCulture));
        else WriteNotFinite(into, value);
    }

    private static void WriteNotFinite(StringBuilder into, double value) =>
        into.Append('"').Append(double.IsNaN(value) ? "NaN" : value < 0 ? "-Infinity" : "Infinity").Append('"');

    /// <param name="into">Where to.</param>
    /// <param name="scientific">The number with an exponent, which tells its magnitude.</param>
    /// <param name="shortest">The number by the fewest digits that name it, which tells the digits.</param>
    private static void Write(StringBuilder into, string scientific, string shortest)
    {
        if (shortest[0] == '-') into.Append('-');
        string digits = Digits(shortest);
        if (digits.Length == 0)
        {
            into.Append("0.0");
            return;
        }

        int exponent = int.Parse(scientific.AsSpan(scientific.IndexOf('E') + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent is < -3 or >= 7) WriteScientific(into, digits, exponent);
        else WritePlain(into, digits, exponent);
    }

    /// <summary>The digits without sign, point, exponent, and without zeros before and after.</summary>
    private static string Digits(string number)
    {
        int end = number.IndexOf('E');
        return (end < 0 ? number : number[..end]).Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal).Trim('0');
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
