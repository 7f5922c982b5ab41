using RestStream.Schemas.Json.Unicode;

namespace RestStream.Schemas.Json.Patterns;

internal sealed partial class PatternReader
{
    private PatternNode ReadEscape(int start)
    {
        if (AtEnd) throw Wrong(start, "a '\\' stands at the end");
        var c = _text[_at];
        switch (c)
        {
            case 'b' or 'B':
                _at++;
                return new PatternNode.Anchor(c == 'b' ? AnchorKind.WordBoundary : AnchorKind.NoWordBoundary);
            case 'k':
                _at++;
                return ReadNamedReference(start);
            case >= '1' and <= '9':
                return ReadNumberedReference(start);
            default:
                return ReadSetEscape(start) is { } set ? PointsOf(set) : Literal(ReadCharacterEscape(start));
        }
    }

    private PatternNode.BackReference ReadNamedReference(int start)
    {
        if (!TryTake('<')) throw Wrong(start, "\\k names no group: \\k<name>");
        var numbers = _names.Refer(ReadName(start), start);
        return new PatternNode.BackReference(numbers, _flags.HasFlag(PatternFlags.IgnoreCase));
    }

    private PatternNode.BackReference ReadNumberedReference(int start)
    {
        TryReadCount(out var number);
        _names.Refer(number, start);
        return new PatternNode.BackReference([number], _flags.HasFlag(PatternFlags.IgnoreCase));
    }

    internal void CheckReference(int number, int start)
    {
        if (number > _groupCount) throw Wrong(start, $"there is no group {number}");
    }

    /// <summary>The set that <c>\d</c>, <c>\p{…}</c> and their kind name; null when the escape is of one character.</summary>
    private CodePointSet? ReadSetEscape(int start)
    {
        var c = _text[_at];
        if (PatternPoints.ByLetter(c) is { } set)
        {
            _at++;
            return set;
        }

        if (c is not ('p' or 'P')) return null;
        _at++;
        var property = ReadProperty(start);
        return c == 'p' ? property : property.Complement();
    }

    private CodePointSet ReadProperty(int start)
    {
        var end = _text.IndexOf('}', _at);
        if (!TryTake('{') || end < 0) throw Wrong(start, "\\p names no property: \\p{Letter}");
        var text = _text[_at..end];
        _at = end + 1;
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = equals < 0 ? (text, null) : (text[..equals], text[(equals + 1)..]);
        return UnicodeProperties.Find(name, value) ?? throw Wrong(start, $"there is no property {text}");
    }

    private int ReadCharacterEscape(int start)
    {
        var c = _text[_at++];
        switch (c)
        {
            case 't': return '\t';
            case 'n': return '\n';
            case 'v': return '\v';
            case 'f': return '\f';
            case 'r': return '\r';
            case 'c' when !AtEnd && char.IsAsciiLetter(_text[_at]): return _text[_at++] % 32;
            case '0' when AtEnd || !char.IsAsciiDigit(_text[_at]): return 0;
            case 'x': return ReadHex(start, 2);
            case 'u': return ReadUnicodeEscape(start);
            default: return IsOwnSign(c) ? ReadCodePoint(_at - 1) : throw Wrong(start, $"\\{c} is no escape; write {c} for itself");
        }
    }

    /// <summary>Whether a '\' before it leaves it as it is.</summary>
    private bool IsOwnSign(char c) => _strict ? @"^$\.*+?()[]{}|/".Contains(c, StringComparison.Ordinal) : !char.IsLetterOrDigit(c);

    private int ReadUnicodeEscape(int start)
    {
        if (TryTake('{')) return ReadBracedPoint(start);
        var unit = ReadHex(start, 4);
        if (!char.IsHighSurrogate((char)unit)) return unit;
        var kept = _at;
        if (TryTake("\\u") && !AtEnd && _text[_at] != '{' && TryReadHex(4, out var low) && char.IsLowSurrogate((char)low)) return char.ConvertToUtf32((char)unit, (char)low);
        _at = kept;
        return unit;
    }

    private int ReadBracedPoint(int start)
    {
        var point = 0;
        var first = _at;
        while (!AtEnd && char.IsAsciiHexDigit(_text[_at]))
        {
            point = (point * 16) + HexValue(_text[_at++]);
            if (point > CodePointSet.Last) throw Wrong(start, "there is no such code point: 10FFFF is the last");
        }

        return _at > first && TryTake('}') ? point : throw Wrong(start, "the escape is not \\u{hexadecimal digits}");
    }

    private int ReadHex(int start, int digits) =>
        TryReadHex(digits, out var value) ? value : throw Wrong(start, $"the escape needs {digits} hexadecimal digits");

    private bool TryReadHex(int digits, out int value)
    {
        value = 0;
        for (var i = 0; i < digits; i++)
        {
            if (AtEnd || !char.IsAsciiHexDigit(_text[_at])) return false;
            value = (value * 16) + HexValue(_text[_at++]);
        }

        return true;
    }

    private static int HexValue(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
