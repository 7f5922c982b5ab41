namespace RestStream.Schemas.Json.Numbers;

/// <summary>
/// A number of a JSON text, exactly as it was written: ± 0.d₁d₂…dₙ × 10^<see cref="_magnitude"/> with d₁ and dₙ not zero.
/// Nothing is allocated but by <see cref="IsMultipleOf(JsonDivisor)"/> for a divisor of more than 18 digits and for exponents of more than 18 digits,
/// and no power of ten is ever written out, so that 1e400000000 costs what 1 costs.
/// </summary>
internal readonly ref partial struct JsonNumber
{
    /// <summary>Digits that a <see cref="long"/> always holds, and a product of two in 128 bits.</summary>
    public const int OrdinaryDigits = 18;

    private readonly ReadOnlySpan<byte> _digits;
    private readonly int _digitCount;
    private readonly long _magnitude;
    private readonly ulong _mantissa;
    private readonly bool _negative;
    private readonly ReadOnlySpan<byte> _vastExponent;

    private JsonNumber(ReadOnlySpan<byte> digits, int digitCount, long magnitude, bool negative, ReadOnlySpan<byte> vastExponent)
    {
        _vastExponent = vastExponent;
        _digits = digits;
        _digitCount = digitCount;
        _magnitude = magnitude;
        _negative = negative;
        _mantissa = IsOrdinary ? ReadMantissa(digits) : 0;
    }

    /// <summary>Whether it is 0, however written (-0, 0.0, 0e9).</summary>
    public bool IsZero => _digitCount == 0;

    /// <summary>Whether it is below 0; -0 is not.</summary>
    public bool IsNegative => _negative;

    /// <summary>Whether it has no fraction: 1.0 and 12.5e1 are integers.</summary>
    public bool IsInteger => LastPower >= 0;

    /// <summary>Whether its digits fit a <see cref="long"/>.</summary>
    public bool IsOrdinary => _digitCount <= OrdinaryDigits;

    /// <summary>Its digits, without zeros at either end.</summary>
    public int DigitCount => _digitCount;

    /// <summary>The power of ten that its last digit counts.</summary>
    private long LastPower => IsZero ? 0 : _magnitude - _digitCount;

    /// <summary>It as a <see cref="long"/>.</summary>
    /// <returns>False when it has a fraction or is beyond the type.</returns>
    public bool TryGetInt64(out long value)
    {
        value = 0;
        if (IsZero) return true;
        if (!IsInteger || _magnitude > OrdinaryDigits + 1) return false;
        var exact = (Int128)ReadMantissa(_digits) * PowerOfTen((int)LastPower);
        exact = _negative ? -exact : exact;
        if (exact < long.MinValue || exact > long.MaxValue) return false;
        value = (long)exact;
        return true;
    }

    /// <summary>Below 0, 0 or above 0 as it is less than, equal to or greater than the other, exactly.</summary>
    public int CompareTo(in JsonNumber other)
    {
        if (Sign != other.Sign) return Sign.CompareTo(other.Sign);
        return Sign < 0 ? other.CompareMagnitude(this) : CompareMagnitude(other);
    }

    /// <summary>Whether both are the same number: 1, 1.0 and 10e-1 are.</summary>
    public bool IsEqualTo(in JsonNumber other) =>
        _negative == other._negative && CompareMagnitudes(other) == 0 && _digitCount == other._digitCount && CompareDigits(other) == 0;

    /// <summary>A hash that equal numbers share.</summary>
    public int Hash()
    {
        var hash = new HashCode();
        hash.Add(_negative);
        hash.Add(_vastExponent.IsEmpty ? _magnitude : (long)(ulong)(ExactMagnitude & ulong.MaxValue));
        foreach (var digit in _digits)
        {
            if (digit != '.') hash.Add(digit);
        }

        return hash.ToHashCode();
    }

    private int Sign => IsZero ? 0 : _negative ? -1 : 1;

    private int CompareMagnitude(in JsonNumber other)
    {
        var byMagnitude = CompareMagnitudes(other);
        return byMagnitude != 0 || IsZero ? byMagnitude : CompareDigits(other);
    }

    /// <summary>Compares 0.d₁d₂… of both.</summary>
    private int CompareDigits(in JsonNumber other)
    {
        if (IsOrdinary && other.IsOrdinary)
        {
            var left = _mantissa * PowerOfTen(OrdinaryDigits - _digitCount);
            return left.CompareTo(other._mantissa * PowerOfTen(OrdinaryDigits - other._digitCount));
        }

        return CompareDigitByDigit(_digits, other._digits);
    }

    private static int CompareDigitByDigit(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int l = 0, r = 0;
        while (true)
        {
            if (l < left.Length && left[l] == '.') l++;
            if (r < right.Length && right[r] == '.') r++;
            if (l == left.Length || r == right.Length) return (left.Length - l).CompareTo(right.Length - r);
            if (left[l] != right[r]) return left[l].CompareTo(right[r]);
            l++;
            r++;
        }
    }

    private static ulong ReadMantissa(ReadOnlySpan<byte> digits)
    {
        ulong value = 0;
        foreach (var digit in digits)
        {
            if (digit != '.') value = (value * 10) + digit - '0';
        }

        return value;
    }

    private static ulong PowerOfTen(int power)
    {
        ulong value = 1;
        for (; power > 0; power--) value *= 10;
        return value;
    }
}
