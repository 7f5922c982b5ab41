using System.Text;
using RestStream.Schemas.Json.Unicode;

namespace RestStream.Schemas.Json.Patterns;

/// <summary>The sets of code points that ECMA-262 names by a letter, and its letter case.</summary>
internal static class PatternPoints
{
    public static readonly CodePointSet Digits = CodePointSet.Of('0', '9');
    public static readonly CodePointSet Word = CodePointSet.Of([('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')]);
    public static readonly CodePointSet LineTerminators = CodePointSet.Of([('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)]);
    public static readonly CodePointSet Space = CodePointSet.Of(
        [('\t', '\r'), (' ', ' '), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)]);

    private static readonly CodePointSet NoDigits = Digits.Complement();
    private static readonly CodePointSet NoSpace = Space.Complement();
    private static readonly CodePointSet NoWord = Word.Complement();

    /// <summary>Code points up to which the other cases of each are looked up.</summary>
    private const int SmallSet = 64;

    /// <summary>What <c>\d</c>, <c>\s</c>, <c>\w</c> and their capitals stand for; null for another letter.</summary>
    public static CodePointSet? ByLetter(char letter) => letter switch
    {
        'd' => Digits,
        'D' => NoDigits,
        's' => Space,
        'S' => NoSpace,
        'w' => Word,
        'W' => NoWord,
        _ => null,
    };

    /// <summary>The set with every code point that differs from one of it by its case alone.</summary>
    public static CodePointSet IgnoringCase(CodePointSet set)
    {
        if (IsSmall(set)) return IgnoringCaseOfEach(set);
        var added = new List<(int First, int Last)>();
        foreach (var (first, last) in CaseFamilies.Value)
        {
            if (set.Contains(first) != set.Contains(last)) added.Add(set.Contains(first) ? (last, last) : (first, first));
        }

        return added.Count == 0 ? set : set.Union(CodePointSet.Of(added));
    }

    /// <summary>Whether a set has so few code points that finding their other cases costs next to nothing.</summary>
    public static bool IsSmall(CodePointSet set)
    {
        long count = 0;
        foreach (var (first, last) in set.Ranges) count += last - first + 1;
        return count <= SmallSet;
    }

    private static CodePointSet IgnoringCaseOfEach(CodePointSet set)
    {
        var added = new List<(int First, int Last)>();
        foreach (var (first, last) in set.Ranges)
        {
            for (var point = first; point <= last; point++) added.AddRange(OtherCases.Value[point].Where(other => !set.Contains(other)).Select(static other => (other, other)));
        }

        return added.Count == 0 ? set : set.Union(CodePointSet.Of(added));
    }

    private static readonly Lazy<List<(int First, int Last)>> CaseFamilies = new(ReadCaseFamilies);

    private static readonly Lazy<ILookup<int, int>> OtherCases = new(static () =>
        CaseFamilies.Value.SelectMany(static pair => new[] { pair, (First: pair.Last, Last: pair.First) }).ToLookup(static pair => pair.First, static pair => pair.Last));

    private static List<(int First, int Last)> ReadCaseFamilies()
    {
        var pairs = new List<(int First, int Last)> { ('K', 0x212A), ('k', 0x212A), (0xC5, 0x212B), (0xE5, 0x212B), ('S', 0x17F), ('s', 0x17F) };
        for (var point = 0; point <= CodePointSet.Last; point++)
        {
            if (!Rune.TryCreate(point, out var rune)) continue;
            var upper = Rune.ToUpperInvariant(rune).Value;
            if (upper != point) pairs.Add((point, upper));
        }

        return pairs;
    }
}
