namespace RestStream.Schemas.Json.Validation.Tape;

internal ref partial struct Tokenizer
{
    private bool ReadNumber()
    {
        var start = _at;
        if (_utf8[_at] == '-') _at++;
        var first = _at;
        if (!SkipDigits() || (_utf8[first] == '0' && _at > first + 1)) return false;
        var isPlain = true;
        if (Is('.'))
        {
            isPlain = false;
            _at++;
            if (!SkipDigits()) return false;
        }

        if (Is('e') || Is('E'))
        {
            isPlain = false;
            _at++;
            if (Is('+') || Is('-')) _at++;
            if (!SkipDigits()) return false;
        }

        var token = new Token(JsonKind.Number, start, _at - start, _count + 1);
        if (isPlain) token.MarkPlainInteger();
        return Add(token);
    }

    private bool SkipDigits()
    {
        var start = _at;
        while ((uint)_at < (uint)_utf8.Length && (uint)(_utf8[_at] - '0') <= 9) _at++;
        return _at > start;
    }

    private readonly bool Is(char wanted) => (uint)_at < (uint)_utf8.Length && _utf8[_at] == wanted;
}
