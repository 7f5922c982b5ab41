using System.Globalization;
using System.Text;
using RestStream.Schemas.Json.Unicode;

namespace RestStream.Schemas.Json.Patterns;

/// <summary>
/// Writes a pattern as one of .NET that means the same for a text of UTF-16. Every set is spelled out, since .NET's
/// own <c>\d \w \s . $ \b</c> mean something else; a code point beyond the basic plane becomes its two units. A line feed and
/// U+FFFF change places, as they must in the text (<see cref="SwapLineFeeds"/>): .NET's automaton misjudges a text that ends in a line feed when a pattern has many sets.
/// </summary>
/// <param name="basicPlane">
/// Whether the texts hold no code point beyond the basic plane; then a set is always one class, which is much faster. Other texts must have no lone surrogates.
/// </param>
internal sealed class PatternTranslator(bool basicPlane)
{
    private const int SurrogatesFirst = 0xD800, SurrogatesLast = 0xDFFF;

    private const string Word = "[0-9A-Z_a-z]";
    private const string Line = @"[\uFFFF\r\u2028\u2029]";

    /// <summary>What stands for a line feed: a code point that is no character.</summary>
    private const char LineFeed = '\uFFFF';

    private static readonly EqualityComparer<CodePointSet> SameRanges =
        EqualityComparer<CodePointSet>.Create(static (left, right) => left!.IsSameAs(right!), static set => HashCode.Combine(set.Ranges.Length, set.IsEmpty ? default : set.Ranges[0], set.IsEmpty ? default : set.Ranges[^1]));

    private static readonly CodePointSet LineFeeds = CodePointSet.Of([('\n', '\n'), (LineFeed, LineFeed)]);

    /// <summary>Characters that are written: .NET reads so many in some 30 ms.</summary>
    private const int MaxLength = 1_000_000;

    private readonly StringBuilder _text = new();
    private readonly Dictionary<CodePointSet, string> _sets = new(SameRanges);
    private readonly HashSet<int> _referred = [];
    private bool _isBehind;

    /// <summary>The different classes that were written.</summary>
    public int ClassCount { get; private set; }

    /// <summary>The characters of those classes.</summary>
    public int ClassLength => _sets.Values.Sum(static text => text.Length);

    /// <summary>Makes a text what a translated pattern is for.</summary>
    public static void SwapLineFeeds(Span<char> text)
    {
        if (!text.Contains(LineFeed))
        {
            text.Replace('\n', LineFeed);
            return;
        }

        foreach (ref var c in text)
        {
            if (c is '\n' or LineFeed) c = c == '\n' ? LineFeed : '\n';
        }
    }

    /// <summary>Writes the whole pattern.</summary>
    /// <exception cref="SchemaException">It becomes longer than .NET should be given.</exception>
    public string Translate(PatternNode pattern)
    {
        FindReferences(pattern);
        // A search may not begin between the two units of a code point; only a condition that denies something could match there.
        if (!basicPlane && PatternTraits.Of(pattern).NeedsBacktracking) _text.Append(@"(?<![\uD800-\uDBFF])");
        Write(pattern);
        CheckLength();
        return _text.ToString();
    }

    private void FindReferences(PatternNode node)
    {
        if (node is PatternNode.BackReference reference) _referred.UnionWith(reference.Numbers);
        foreach (var child in PatternTraits.ChildrenOf(node)) FindReferences(child);
    }

    private void CheckLength()
    {
        if (_text.Length > MaxLength) throw new SchemaException("The pattern refers to its groups, or names sets of code points, more often than it can be run.");
    }

    private void Write(PatternNode node)
    {
        CheckLength();
        switch (node)
        {
            case PatternNode.Points points: WriteSet(points.Set); break;
            case PatternNode.Sequence sequence: WriteAll(sequence.Parts, ""); break;
            case PatternNode.Choice choice: WriteChoice(choice); break;
            case PatternNode.Repeat repeat: WriteRepeat(repeat); break;
            case PatternNode.Group group: WriteGroup(group); break;
            case PatternNode.BackReference reference: WriteReference(reference, 0); break;
            case PatternNode.Look look: WriteLook(look); break;
            case PatternNode.Anchor anchor: _text.Append(TextOf(anchor.Kind)); break;
        }
    }

    private void WriteAll(IReadOnlyList<PatternNode> nodes, string between)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            if (i > 0) _text.Append(between);
            Write(nodes[i]);
        }
    }

    /// <summary>Empty branches are written as a quantifier: .NET 10 reads <c>(?:(?:ab)+|)+</c> as if it could not be empty.</summary>
    private void WriteChoice(PatternNode.Choice choice)
    {
        var full = choice.Branches.Where(static branch => !IsEmpty(branch)).ToList();
        _text.Append("(?:");
        WriteAll(full, "|");
        _text.Append(')');
        if (full.Count < choice.Branches.Count) _text.Append(IsEmpty(choice.Branches[0]) ? "??" : "?");
    }

    private static bool IsEmpty(PatternNode node) => node is PatternNode.Sequence { Parts.Count: 0 };

    private void WriteGroup(PatternNode.Group group)
    {
        if (_referred.Contains(group.Number)) _text.Append(CultureInfo.InvariantCulture, $"(?<{group.Number}>");
        else _text.Append("(?:");
        Write(group.Body);
        _text.Append(')');
    }

    private void WriteRepeat(PatternNode.Repeat repeat)
    {
        _text.Append("(?:");
        if (!_isBehind) WriteForgetting(repeat);
        Write(repeat.Body);
        if (_isBehind) WriteForgetting(repeat);
        _text.Append(')').Append(CountText(repeat.Min, repeat.Max));
        // Which way is tried first changes what groups hold, not whether there is a match.
        if (repeat.IsLazy && _referred.Count > 0) _text.Append('?');
    }

    /// <summary>What groups captured in an earlier round is taken from them: in .NET they would keep it. Looking behind, parts are run from the last to the first.</summary>
    private void WriteForgetting(PatternNode.Repeat repeat)
    {
        for (var number = repeat.Groups.From; number < repeat.Groups.To; number++)
        {
            if (_referred.Contains(number)) _text.Append(CultureInfo.InvariantCulture, $"(?({number})(?<-{number}>))");
        }
    }

    private static string CountText(int min, int max) => (min, max) switch
    {
        (0, int.MaxValue) => "*",
        (1, int.MaxValue) => "+",
        (0, 1) => "?",
        (_, int.MaxValue) => $"{{{min.ToString(CultureInfo.InvariantCulture)},}}",
        _ => $"{{{min.ToString(CultureInfo.InvariantCulture)},{max.ToString(CultureInfo.InvariantCulture)}}}",
    };

    /// <summary>A group that took no part matches nothing, where .NET would fail.</summary>
    private void WriteReference(PatternNode.BackReference reference, int index)
    {
        if (index == reference.Numbers.Count) return;
        var number = reference.Numbers[index];
        var same = reference.IgnoresCase ? $@"(?i:\k<{number}>)" : $@"\k<{number}>";
        _text.Append(CultureInfo.InvariantCulture, $"(?({number}){same}|");
        WriteReference(reference, index + 1);
        _text.Append(')');
    }

    private void WriteLook(PatternNode.Look look)
    {
        var wasBehind = _isBehind;
        _isBehind = look.IsBehind;
        _text.Append(look.IsBehind ? "(?<" : "(?").Append(look.IsNegative ? '!' : '=');
        Write(look.Body);
        _text.Append(')');
        _isBehind = wasBehind;
    }

    private static string TextOf(AnchorKind kind) => kind switch
    {
        AnchorKind.Start => @"\A",
        AnchorKind.End => @"\z",
        AnchorKind.LineStart => $@"(?:\A|(?<={Line}))",
        AnchorKind.LineEnd => $@"(?:\z|(?={Line}))",
        AnchorKind.WordBoundary => $"(?:(?<={Word})(?!{Word})|(?<!{Word})(?={Word}))",
        _ => $"(?:(?<={Word})(?={Word})|(?<!{Word})(?!{Word}))",
    };

    private void WriteSet(CodePointSet set)
    {
        if (!_sets.TryGetValue(set, out var text)) _sets[set] = text = TextOf(set);
        _text.Append(text);
    }

    private string TextOf(CodePointSet set)
    {
        if (set.Contains('\n') != set.Contains(LineFeed)) set = set.Union(LineFeeds).Intersect(set.Intersect(LineFeeds).Complement());
        var parts = new List<string>();
        if (BasicClass(set) is { Length: > 0 } basic) parts.Add($"[{basic}]");
        if (!basicPlane) AddBeyond(set, parts);
        ClassCount += parts.Count;
        return parts.Count switch
        {
            0 => @"[^\u0000-\uFFFF]",
            1 => parts[0],
            _ => $"(?:{string.Join('|', parts)})",
        };
    }

    /// <summary>In texts of the basic plane a lone surrogate is a code point as any other.</summary>
    private string BasicClass(CodePointSet set)
    {
        var text = new StringBuilder();
        foreach (var (first, last) in set.Ranges)
        {
            WriteUnits(text, first, Math.Min(last, basicPlane ? 0xFFFF : SurrogatesFirst - 1));
            if (!basicPlane) WriteUnits(text, Math.Max(first, SurrogatesLast + 1), Math.Min(last, 0xFFFF));
        }

        return text.ToString();
    }

    /// <summary>Beyond the basic plane: the first units that share their second units, as one class before another.</summary>
    private static void AddBeyond(CodePointSet set, List<string> parts)
    {
        foreach (var rows in RowsOf(set).GroupBy(static row => row.Value.ToString(), static row => (int)row.Key, StringComparer.Ordinal))
        {
            var text = new StringBuilder("[");
            foreach (var (first, last) in CodePointSet.Of(rows.Select(static unit => (unit, unit))).Ranges) WriteUnits(text, first, last);
            parts.Add(text.Append("][").Append(rows.Key).Append(']').ToString());
        }
    }

    /// <summary>The classes of second units by their first.</summary>
    private static SortedDictionary<char, StringBuilder> RowsOf(CodePointSet set)
    {
        var rows = new SortedDictionary<char, StringBuilder>();
        foreach (var (first, last) in set.Ranges)
        {
            for (var point = Math.Max(first, 0x10000); point <= last; point = (point | 0x3FF) + 1)
            {
                var (from, to) = (char.ConvertFromUtf32(point), char.ConvertFromUtf32(Math.Min(last, point | 0x3FF)));
                if (!rows.TryGetValue(from[0], out var row)) rows[from[0]] = row = new StringBuilder();
                WriteUnits(row, from[1], to[1]);
            }
        }

        return rows;
    }

    private static void WriteUnits(StringBuilder text, int first, int last)
    {
        if (first > last) return;
        text.Append(CultureInfo.InvariantCulture, $@"\u{first:X4}");
        if (last > first) text.Append(CultureInfo.InvariantCulture, $@"-\u{last:X4}");
    }
}
