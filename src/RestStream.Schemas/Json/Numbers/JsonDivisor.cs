using System.Numerics;
using System.Text;

namespace RestStream.Schemas.Json.Numbers;

/// <summary>A number above 0 that a schema holds, for others to be multiples of. Immutable, thread-safe.</summary>
internal sealed class JsonDivisor
{
    private readonly byte[] _text;
    private readonly int _digitCount;

    /// <summary>Keeps a divisor.</summary>
    /// <param name="text">Its JSON text.</param>
    public JsonDivisor(string text)
    {
        _text = Encoding.ASCII.GetBytes(text);
        var value = Value;
        _digitCount = value.DigitCount;
        Long = value.IsOrdinary ? null : value.ReadLong();
    }

    /// <summary>Its digits as an integer when they are more than a <see cref="ulong"/> is used for.</summary>
    public BigInteger? Long { get; }

    public JsonNumber Value => JsonNumber.Parse(_text);

    /// <summary>As it was written.</summary>
    public string Text => Encoding.ASCII.GetString(_text);

    /// <summary>What dividing a number, which grows with the square of its digits, counts of the steps that a record has, 64 operations on digits each.</summary>
    public int StepsFor(int length)
    {
        if (Long is null) return 1 + (length / 64);
        var words = (long)_digitCount / JsonNumber.OrdinaryDigits;
        return (int)Math.Min(1 + (words * words * 2) + ((length / JsonNumber.OrdinaryDigits) * words / 16), int.MaxValue);
    }
}
