using System.Text;
using RestStream.Schemas.Json.Numbers;
using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>minimum</c>, <c>maximum</c>, <c>exclusiveMinimum</c>, <c>exclusiveMaximum</c>.</summary>
internal sealed class NumberLimit : Keyword
{
    private readonly byte[] _limit;
    private readonly bool _isLower;
    private readonly bool _isExclusive;
    private readonly bool _isShort;
    private readonly ShortDecimal _short;

    public NumberLimit(string name, string limit, bool isLower, bool isExclusive)
        : base(name, Numbers)
    {
        _limit = Encoding.ASCII.GetBytes(limit);
        _isLower = isLower;
        _isExclusive = isExclusive;
        _isShort = ShortDecimal.TryRead(_limit, out _short);
    }

    public override bool Holds(ref Evaluation run, int at, int marks)
    {
        var order = Compare(run.Tape.TextOf(at));
        if (order == 0) return !_isExclusive;
        return order > 0 == _isLower;
    }

    protected override string Describe(ref Evaluation run, int at)
    {
        var relation = (_isLower, _isExclusive) switch
        {
            (true, false) => "must be at least",
            (true, true) => "must be greater than",
            (false, false) => "must be at most",
            (false, true) => "must be less than",
        };
        return $"is {TapeText.Show(run.Tape, at)} but {relation} {Encoding.ASCII.GetString(_limit)}";
    }

    private int Compare(ReadOnlySpan<byte> text) =>
        _isShort && ShortDecimal.TryRead(text, out var value) ? value.CompareTo(_short) : JsonNumber.Parse(text).CompareTo(JsonNumber.Parse(_limit));
}
