using System.Text;
using RestStream.Schemas.Json.Numbers;

namespace RestStream.Schemas.Json.Validation;

/// <summary>A limit that numbers are held to. Immutable, thread-safe.</summary>
internal sealed class NumberLimit
{
    private readonly byte[] _limit;
    private readonly bool _isLower;
    private readonly bool _isExclusive;
    private readonly bool _isShort;
    private readonly ShortDecimal _short;

    /// <summary>Makes one.</summary>
    /// <param name="name">The keyword.</param>
    /// <param name="limit">The limit's JSON text.</param>
    /// <param name="isLower">Whether numbers must not be below it, rather than above.</param>
    /// <param name="isExclusive">Whether the limit itself is refused too.</param>
    public NumberLimit(string name, string limit, bool isLower, bool isExclusive)
    {
        Name = name;
        _limit = Encoding.ASCII.GetBytes(limit);
        _isLower = isLower;
        _isExclusive = isExclusive;
        _isShort = ShortDecimal.TryRead(_limit, out _short);
        var value = JsonNumber.Parse(_limit);
        HoldsForUnsigned = isLower && (value.IsNegative || (value.IsZero && !isExclusive));
    }

    public string Name { get; }

    /// <summary>Whether all numbers without a sign are within it, as for <c>minimum: 0</c>.</summary>
    public bool HoldsForUnsigned { get; }

    /// <summary>What it asks for, as a person reads it.</summary>
    public string Shown => (_isLower, _isExclusive) switch
    {
        (true, false) => "must be at least ",
        (true, true) => "must be greater than ",
        (false, false) => "must be at most ",
        (false, true) => "must be less than ",
    } + Encoding.ASCII.GetString(_limit);

    /// <summary>Whether a number is within it.</summary>
    /// <param name="text">The number.</param>
    /// <param name="isShort">Whether it was read as a short one.</param>
    /// <param name="number">It, if so.</param>
    public bool Holds(ReadOnlySpan<byte> text, bool isShort, ShortDecimal number)
    {
        var order = isShort && _isShort ? number.CompareTo(_short) : JsonNumber.Parse(text).CompareTo(JsonNumber.Parse(_limit));
        return order == 0 ? !_isExclusive : order > 0 == _isLower;
    }
}
