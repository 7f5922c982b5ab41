using RestStream.Schemas.Json.Unicode;

namespace RestStream.Schemas.Json.Patterns;

/// <summary>
/// Reads a pattern by ECMA-262's grammar: with the flag u, or without it as far as the meaning is beyond doubt
/// (needless escapes of signs, braces and brackets that stand for themselves). Either way a text is read by code points.
/// </summary>
internal sealed partial class PatternReader
{
    /// <summary>Groups within groups that are read; deeper ones are refused.</summary>
    private const int MaxDepth = 250;

    /// <summary>Ranges of all sets of a pattern beyond the first of each: one <c>\p{Letter}</c> has 650.</summary>
    private const int MaxRanges = 30_000;

    /// <summary>What finding the other letter case of a large set costs, in ranges.</summary>
    private const int RangesPerLargeSet = 50;

    private readonly string _text;
    private readonly bool _strict;
    private readonly PatternNames _names;
    private int _at;
    private int _depth;
    private int _groupCount;
    private int _rangeCount;
    private PatternFlags _flags;

    private PatternReader(string text, bool strict)
    {
        (_text, _strict) = (text, strict);
        _names = new PatternNames();
    }

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="strict">Only as with the flag u.</param>
    /// <exception cref="SchemaException">It is none; the message says where. Or it goes beyond a bound.</exception>
    public static PatternNode Read(string text, bool strict) => Read(text, strict, out _);

    /// <summary>Reads a pattern, and tells how many ranges its sets have.</summary>
    public static PatternNode Read(string text, bool strict, out int rangeCount)
    {
        var reader = new PatternReader(text, strict);
        var node = reader.ReadChoice();
        if (reader._at < text.Length) throw Wrong(reader._at, "a ')' closes no group");
        reader._names.Resolve(reader);
        rangeCount = reader._rangeCount;
        return node;
    }

    private bool AtEnd => _at == _text.Length;

    private PatternNode ReadChoice()
    {
        if (++_depth > MaxDepth) throw Wrong(_at, $"groups are nested deeper than {MaxDepth}");
        _names.EnterChoice();
        var branches = new List<PatternNode> { ReadSequence() };
        while (TryTake('|'))
        {
            _names.NextBranch();
            branches.Add(ReadSequence());
        }

        _names.LeaveChoice();
        _depth--;
        return branches.Count == 1 ? branches[0] : new PatternNode.Choice(branches);
    }

    private PatternNode ReadSequence()
    {
        var parts = new List<PatternNode>();
        while (!AtEnd && _text[_at] is not ('|' or ')')) parts.Add(ReadTerm());
        return parts.Count == 1 ? parts[0] : new PatternNode.Sequence(parts);
    }

    private PatternNode ReadTerm()
    {
        var (start, groups) = (_at, _groupCount);
        var atom = ReadAtom();
        var quantified = _at;
        if (!TryReadQuantifier(out var min, out var max)) return atom;
        if (IsAssertion(atom, start)) throw Wrong(quantified, "there is nothing here that can be repeated");
        if (max < min) throw Wrong(quantified, "the numbers of the quantifier are out of order");
        var isLazy = TryTake('?');
        return new PatternNode.Repeat(atom, min, max, isLazy, (groups + 1, _groupCount + 1));
    }

    /// <summary>Whether a term is an assertion itself, not a group around one.</summary>
    private bool IsAssertion(PatternNode node, int start) => node switch
    {
        PatternNode.Anchor => _text[start] != '(',
        PatternNode.Look => _text[start + 2] is '=' or '!' or '<',
        _ => false,
    };

    private PatternNode ReadAtom()
    {
        var start = _at;
        var c = _text[_at++];
        switch (c)
        {
            case '^': return new PatternNode.Anchor(_flags.HasFlag(PatternFlags.Multiline) ? AnchorKind.LineStart : AnchorKind.Start);
            case '$': return new PatternNode.Anchor(_flags.HasFlag(PatternFlags.Multiline) ? AnchorKind.LineEnd : AnchorKind.End);
            case '.': return new PatternNode.Points(_flags.HasFlag(PatternFlags.DotAll) ? CodePointSet.All : PatternPoints.LineTerminators.Complement());
            case '(': return ReadGroup(start);
            case '[': return PointsOf(ReadClass(start));
            case '\\': return ReadEscape(start);
            case '*' or '+' or '?': throw Wrong(start, $"there is nothing before '{c}' that can be repeated");
            case '{' when _strict || IsQuantifier(start): throw Wrong(start, "a '{' that stands for itself is written \\{");
            case '}' or ']' when _strict: throw Wrong(start, $"a '{c}' that stands for itself is written \\{c}");
            default: return Literal(ReadCodePoint(start));
        }
    }

    /// <summary>The code point at a place, of one or two UTF-16 units; the place moves behind it.</summary>
    private int ReadCodePoint(int at)
    {
        var isPair = char.IsHighSurrogate(_text[at]) && at + 1 < _text.Length && char.IsLowSurrogate(_text[at + 1]);
        _at = at + (isPair ? 2 : 1);
        return isPair ? char.ConvertToUtf32(_text[at], _text[at + 1]) : _text[at];
    }

    private PatternNode.Points Literal(int point) => PointsOf(CodePointSet.Of(point));

    private PatternNode.Points PointsOf(CodePointSet set) => new(Counted(InFlaggedCase(set)));

    private CodePointSet InFlaggedCase(CodePointSet set)
    {
        if (!_flags.HasFlag(PatternFlags.IgnoreCase)) return set;
        if (!PatternPoints.IsSmall(set)) CountRanges(RangesPerLargeSet);
        return PatternPoints.IgnoringCase(set);
    }

    private CodePointSet Counted(CodePointSet set)
    {
        CountRanges(set.Ranges.Length - 1);
        return set;
    }

    private void CountRanges(int ranges)
    {
        _rangeCount += Math.Max(ranges, 0);
        if (_rangeCount > MaxRanges) throw new SchemaException($"The sets of the pattern have more than {MaxRanges} ranges of code points.");
    }

    private bool TryTake(char c)
    {
        if (AtEnd || _text[_at] != c) return false;
        _at++;
        return true;
    }

    private bool TryTake(string text)
    {
        if (string.CompareOrdinal(_text, _at, text, 0, text.Length) != 0) return false;
        _at += text.Length;
        return true;
    }

    internal static SchemaException Wrong(int at, string what) => new($"The pattern is not a regular expression of ECMA-262: {what} (at character {at + 1}).");
}
