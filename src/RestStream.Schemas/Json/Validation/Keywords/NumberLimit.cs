using System.Buffers.Text;
using System.Text;
using RestStream.Schemas.Json.Numbers;

namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>minimum</c>, <c>maximum</c>, <c>exclusiveMinimum</c>, <c>exclusiveMaximum</c>.</summary>
internal sealed class NumberLimit : Keyword
{
    private const int LongDigits = 18;

    private readonly byte[] _limit;
    private readonly bool _isLower;
    private readonly bool _isExclusive;
    private readonly bool _isLong;
    private readonly long _long;

    public NumberLimit(string name, string limit, bool isLower, bool isExclusive)
        : base(name, Numbers)
    {
        _limit = Encoding.ASCII.GetBytes(limit);
        _isLower = isLower;
        _isExclusive = isExclusive;
        _isLong = _limit.Length <= LongDigits && Utf8Parser.TryParse(_limit, out _long, out var used) && used == _limit.Length;
    }

    public override bool Holds(ref Evaluation run, int at, int marks)
    {
        var order = Compare(ref run, at);
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
        return $"is {Tape.TapeText.Show(run.Tape, at)} but {relation} {Encoding.ASCII.GetString(_limit)}";
    }

    private int Compare(ref Evaluation run, int at)
    {
        var text = run.Tape.TextOf(at);
        if (_isLong && text.Length <= LongDigits && run.Tape.Tokens[at].IsPlainInteger) return ReadLong(text).CompareTo(_long);
        return JsonNumber.Parse(text).CompareTo(JsonNumber.Parse(_limit));
    }

    private static long ReadLong(ReadOnlySpan<byte> text)
    {
        var negative = text[0] == '-';
        long value = 0;
        foreach (var digit in negative ? text[1..] : text) value = (value * 10) + digit - '0';
        return negative ? -value : value;
    }
}
