namespace RestStream.Schemas.Json.Validation.Tape;

internal ref partial struct Tokenizer
{
    private bool ReadNumber()
    {
        var start = _at;
        if (_utf8[_at] == '-') _at++;
        var first = _at;
        if (!SkipDigits() || (_utf8[first] == '0' && _at > first + 1)) return false;
        var isPlain = (uint)_at >= (uint)_utf8.Length || _utf8[_at] is not ((byte)'.' or (byte)'e' or (byte)'E');
        if (!isPlain && !SkipFractionAndExponent()) return false;
        var token = new Token(JsonKind.Number, start, _at - start, _count + 1);
        if (isPlain) token.MarkPlainInteger();
        return Add(token);
    }

    private bool SkipFractionAndExponent()
    {
        if (Is('.'))
        {
            _at++;
            if (!SkipDigits()) return false;
        }

        if (!Is('e') && !Is('E')) return true;
        _at++;
        if (Is('+') || Is('-')) _at++;
        return SkipDigits();
    }

    private bool SkipDigits()
    {
        var utf8 = _utf8;
        var at = _at;
        while ((uint)at < (uint)utf8.Length && (uint)(utf8[at] - '0') <= 9) at++;
        var any = at > _at;
        _at = at;
        return any;
    }

    private readonly bool Is(char wanted) => (uint)_at < (uint)_utf8.Length && _utf8[_at] == wanted;
}
