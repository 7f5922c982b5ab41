namespace RestStream.Schemas.Json.Patterns;

internal sealed partial class PatternReader
{
    private bool TryReadQuantifier(out int min, out int max)
    {
        (min, max) = (0, int.MaxValue);
        if (TryTake('*')) return true;
        if (TryTake('?'))
        {
            max = 1;
            return true;
        }

        if (!TryTake('+')) return TryReadBraces(out min, out max);
        min = 1;
        return true;
    }

    private bool TryReadBraces(out int min, out int max)
    {
        var start = _at;
        (min, max) = (0, int.MaxValue);
        if (!TryTake('{')) return false;
        if (TryReadCount(out min))
        {
            if (!TryTake(',')) max = min;
            else if (!TryReadCount(out max)) max = int.MaxValue;
            if (TryTake('}')) return true;
        }

        if (_strict) throw Wrong(start, "the quantifier is not one: {2}, {2,} or {2,5}");
        _at = start;
        return false;
    }

    private bool IsQuantifier(int at)
    {
        var kept = _at;
        _at = at;
        var isOne = TryReadBraces(out _, out _);
        _at = kept;
        return isOne;
    }

    /// <summary>A count; one that is too large to ever be reached is cut to the largest that counts.</summary>
    private bool TryReadCount(out int count)
    {
        var start = _at;
        long value = 0;
        while (!AtEnd && char.IsAsciiDigit(_text[_at])) value = Math.Min((value * 10) + _text[_at++] - '0', int.MaxValue);
        count = (int)value;
        return _at > start;
    }
}
