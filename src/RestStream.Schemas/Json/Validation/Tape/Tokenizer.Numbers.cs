namespace RestStream.Schemas.Json.Validation.Tape;

internal ref partial struct Tokenizer
{
    private int ReadNumber(int start)
    {
        var first = Is(start, '-') ? start + 1 : start;
        var at = SkipDigits(first);
        if (at == first || (_utf8[first] == '0' && at > first + 1)) return ~at;
        var isPlain = (uint)at >= (uint)_utf8.Length || _utf8[at] is not ((byte)'.' or (byte)'e' or (byte)'E');
        if (!isPlain && (at = SkipFractionAndExponent(at)) < 0) return at;
        var token = new Token(JsonKind.Number, start, at - start, _count + 1);
        if (isPlain) token.MarkPlainInteger();
        return Add(token) ? at : ~at;
    }

    private readonly int SkipFractionAndExponent(int at)
    {
        if (Is(at, '.') && (at = SkipSomeDigits(at + 1)) < 0) return at;
        if (!Is(at, 'e') && !Is(at, 'E')) return at;
        at++;
        return SkipSomeDigits(Is(at, '+') || Is(at, '-') ? at + 1 : at);
    }

    private readonly int SkipSomeDigits(int from)
    {
        var at = SkipDigits(from);
        return at > from ? at : ~at;
    }

    private readonly int SkipDigits(int at)
    {
        var utf8 = _utf8;
        while ((uint)at < (uint)utf8.Length && (uint)(utf8[at] - '0') <= 9) at++;
        return at;
    }

    private readonly bool Is(int at, char wanted) => (uint)at < (uint)_utf8.Length && _utf8[at] == wanted;
}
