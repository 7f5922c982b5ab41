using System.Globalization;
using System.Numerics;
using System.Text;

namespace RestStream.Schemas.Json.Numbers;

internal readonly ref partial struct JsonNumber
{
    /// <summary>From here on exponents are vast: kept as text, and compared as integers of any size.</summary>
    private const long ExponentLimit = 1_000_000_000_000_000_000;

    /// <summary>The digits of the exponent, negative for a negative one; those that are not vast count as having one digit less than the least vast.</summary>
    private int ExponentLength => Math.Sign(_magnitude) * (_vastExponent.IsEmpty ? OrdinaryDigits : _vastExponent.Length);

    private BigInteger ExactMagnitude
    {
        get
        {
            if (_vastExponent.IsEmpty) return _magnitude;
            var exponent = BigInteger.Parse(Encoding.ASCII.GetString(_vastExponent), NumberStyles.None, CultureInfo.InvariantCulture) - ExponentLimit;
            return _magnitude + (_magnitude < 0 ? -exponent : exponent);
        }
    }

    private int CompareMagnitudes(in JsonNumber other)
    {
        if (_vastExponent.IsEmpty && other._vastExponent.IsEmpty) return _magnitude.CompareTo(other._magnitude);
        // The digits of a record's number are fewer than would change the length of an exponent by more than one.
        var (length, otherLength) = (ExponentLength, other.ExponentLength);
        return Math.Abs((long)length - otherLength) > 1 ? length.CompareTo(otherLength) : ExactMagnitude.CompareTo(other.ExactMagnitude);
    }

    /// <summary>How much higher its last digit counts than another's, as a power of ten; beyond <see cref="ExponentLimit"/> only the sign is exact.</summary>
    private long PowerOver(in JsonNumber other)
    {
        if (_vastExponent.IsEmpty && other._vastExponent.IsEmpty) return LastPower - other.LastPower;
        return (long)BigInteger.Clamp(ExactMagnitude - _digitCount - other.ExactMagnitude + other._digitCount, -ExponentLimit, ExponentLimit);
    }
}
