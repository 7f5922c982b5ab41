using System.Numerics;

namespace RestStream.Schemas.Json.Numbers;

internal readonly ref partial struct JsonNumber
{
    /// <summary>Whether it is a whole multiple of the divisor, exactly: 0.3 is one of 0.1, 1e308 is none of 0.123456789.</summary>
    /// <param name="divisor">A number above 0.</param>
    /// <remarks>
    /// With both as whole mantissas that do not end in 0: m × 10^p is a multiple of n × 10^q if n divides m × 10^(p-q);
    /// when p is below q that would make m end in 0.
    /// </remarks>
    public bool IsMultipleOf(JsonDivisor divisor)
    {
        if (IsZero) return true;
        var value = divisor.Value;
        var power = PowerOver(value);
        if (power < 0) return false;
        return divisor.Long is { } digits ? IsMultipleOf(digits, power) : IsMultipleOf(value._mantissa, power);
    }

    /// <summary>The digits as an integer.</summary>
    public BigInteger ReadLong() => ReadLong(_digits, modulus: null);

    private bool IsMultipleOf(ulong divisor, long power)
    {
        var rest = IsOrdinary ? _mantissa % divisor : Remainder(_digits, divisor);
        return rest == 0 || (UInt128)rest * PowerOfTenModulo(power, divisor) % divisor == 0;
    }

    private static ulong Remainder(ReadOnlySpan<byte> digits, ulong divisor)
    {
        ulong rest = 0;
        foreach (var digit in digits)
        {
            if (digit != '.') rest = (ulong)((((UInt128)rest * 10) + (uint)(digit - '0')) % divisor);
        }

        return rest;
    }

    private static ulong PowerOfTenModulo(long power, ulong divisor)
    {
        ulong result = 1 % divisor, square = 10 % divisor;
        for (; power > 0; power >>= 1)
        {
            if ((power & 1) == 1) result = (ulong)((UInt128)result * square % divisor);
            square = (ulong)((UInt128)square * square % divisor);
        }

        return result;
    }

    private bool IsMultipleOf(BigInteger modulus, long power)
    {
        var rest = ReadLong(_digits, modulus);
        return (rest * BigInteger.ModPow(10, power, modulus) % modulus).IsZero;
    }

    /// <summary>The digits as an integer; its rest is kept small on the way when a modulus is given, so that length costs time only once.</summary>
    private static BigInteger ReadLong(ReadOnlySpan<byte> digits, BigInteger? modulus)
    {
        var value = BigInteger.Zero;
        ulong chunk = 0;
        var count = 0;
        foreach (var digit in digits)
        {
            if (digit == '.') continue;
            chunk = (chunk * 10) + digit - '0';
            if (++count < OrdinaryDigits) continue;
            value = Rest((value * PowerOfTen(OrdinaryDigits)) + chunk, modulus);
            (chunk, count) = (0, 0);
        }

        return Rest((value * PowerOfTen(count)) + chunk, modulus);
    }

    private static BigInteger Rest(BigInteger value, BigInteger? modulus) => modulus is { } m ? value % m : value;
}
