using System.Buffers.Text;

namespace RestStream.Server.Filters;

/// <summary>Compares numbers as they are written in JSON: exactly, whatever their size.</summary>
internal static class JsonNumber
{
    /// <summary>Less than 0, 0, or more than 0, as <paramref name="left"/> is less than, equal to or greater than <paramref name="right"/>. Both are valid JSON numbers.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (TryReadInteger(left, out var a) && TryReadInteger(right, out var b)) return a.CompareTo(b);
        var x = Read(left);
        var y = Read(right);
        if (x.Sign != y.Sign) return x.Sign.CompareTo(y.Sign);
        return x.Sign * CompareMagnitude(x, y);
    }

    /// <summary>Reads a whole number without fraction and exponent that fits.</summary>
    public static bool TryReadInteger(ReadOnlySpan<byte> text, out long number) =>
        Utf8Parser.TryParse(text, out number, out var read) && read == text.Length;

    private static int CompareMagnitude(in Parts x, in Parts y)
    {
        if (x.Sign == 0) return 0;
        if (x.Exponent != y.Exponent) return x.Exponent.CompareTo(y.Exponent);
        var length = Math.Max(x.Digits, y.Digits);
        for (var i = 0; i < length; i++)
        {
            if (x.Digit(i).CompareTo(y.Digit(i)) is not 0 and var difference) return difference;
        }

        return 0;
    }

    // 0.d1d2d3… times 10 to the exponent, d1 not 0.
    private static Parts Read(ReadOnlySpan<byte> text)
    {
        var isNegative = text[0] == '-';
        if (isNegative) text = text[1..];
        var exponentAt = text.IndexOfAny((byte)'e', (byte)'E');
        var exponent = exponentAt < 0 ? 0 : ReadExponent(text[(exponentAt + 1)..]);
        var mantissa = exponentAt < 0 ? text : text[..exponentAt];
        var first = mantissa.IndexOfAnyInRange((byte)'1', (byte)'9');
        if (first < 0) return default;
        var point = mantissa.IndexOf((byte)'.');
        if (point < 0) point = mantissa.Length;
        exponent += first < point ? point - first : point + 1 - first;
        return new Parts(isNegative ? -1 : 1, exponent, mantissa[first..]);
    }

    // Beyond this no other digit can matter; sums of it with lengths stay in range.
    private static long ReadExponent(ReadOnlySpan<byte> text)
    {
        const long Bound = long.MaxValue / 4;
        var isNegative = text[0] == '-';
        if (text[0] is (byte)'-' or (byte)'+') text = text[1..];
        text = text.TrimStart((byte)'0');
        if (text.IsEmpty) return 0;
        if (!Utf8Parser.TryParse(text, out long exponent, out _) || exponent > Bound) exponent = Bound;
        return isNegative ? -exponent : exponent;
    }

    private readonly ref struct Parts(int sign, long exponent, ReadOnlySpan<byte> digits)
    {
        private readonly ReadOnlySpan<byte> _digits = digits;
        private readonly int _point = digits.IndexOf((byte)'.');

        public int Sign { get; } = sign;

        public long Exponent { get; } = exponent;

        public int Digits => _digits.Length;

        /// <summary>The digit at a place; '0' behind the last.</summary>
        public byte Digit(int index)
        {
            var at = _point >= 0 && index >= _point ? index + 1 : index;
            return at < _digits.Length ? _digits[at] : (byte)'0';
        }
    }
}
