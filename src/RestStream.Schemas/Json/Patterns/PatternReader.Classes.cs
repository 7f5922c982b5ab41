using RestStream.Schemas.Json.Unicode;

namespace RestStream.Schemas.Json.Patterns;

internal sealed partial class PatternReader
{
    /// <summary>A class behind its '[': with <c>[]</c> for nothing and <c>[^]</c> for everything.</summary>
    private CodePointSet ReadClass(int start)
    {
        var isNegative = TryTake('^');
        var ranges = new List<(int First, int Last)>();
        while (!TryTake(']'))
        {
            if (AtEnd) throw Wrong(start, "a class is not closed by ']'");
            ReadClassPart(start, ranges);
        }

        var set = CodePointSet.Of(ranges);
        if (!isNegative) return set;
        return InFlaggedCase(set).Complement();
    }

    private void ReadClassPart(int start, List<(int First, int Last)> ranges)
    {
        var at = _at;
        var first = ReadClassAtom(start, ranges);
        var isRange = _at + 1 < _text.Length && _text[_at] == '-' && _text[_at + 1] != ']';
        if (!isRange)
        {
            if (first >= 0) ranges.Add((first, first));
            return;
        }

        _at++;
        var last = ReadClassAtom(start, ranges);
        if (first >= 0 && last >= 0) AddRange(at, first, last, ranges);
        else AddEnds(at, first, last, ranges);
    }

    private static void AddRange(int at, int first, int last, List<(int First, int Last)> ranges)
    {
        if (first > last) throw Wrong(at, "the ends of a range are out of order");
        ranges.Add((first, last));
    }

    /// <summary>A '-' beside a set: itself, where the flag u is not asked for.</summary>
    private void AddEnds(int at, int first, int last, List<(int First, int Last)> ranges)
    {
        if (_strict) throw Wrong(at, "a range cannot begin or end with a set; a '-' that stands for itself is written \\-");
        ranges.Add(('-', '-'));
        if (first >= 0) ranges.Add((first, first));
        if (last >= 0) ranges.Add((last, last));
    }

    /// <summary>A code point of a class; -1 for a set, whose ranges were added.</summary>
    private int ReadClassAtom(int start, List<(int First, int Last)> ranges)
    {
        var at = _at;
        if (!TryTake('\\')) return ReadCodePoint(_at);
        if (AtEnd) throw Wrong(start, "a class is not closed by ']'");
        if (TryTake('b')) return '\b';
        if (TryTake('-')) return '-';
        if (ReadSetEscape(at) is not { } set) return ReadCharacterEscape(at);
        ranges.AddRange(Counted(set).Ranges);
        return -1;
    }
}
