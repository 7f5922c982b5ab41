using System.Globalization;
using System.Text;

namespace RestStream.Schemas.Json.Unicode;

/// <summary>A set of Unicode code points. Immutable, thread-safe.</summary>
internal sealed class CodePointSet
{
    public const int Last = 0x10FFFF;

    /// <summary>No code point.</summary>
    public static readonly CodePointSet Empty = new([]);

    /// <summary>Every code point.</summary>
    public static readonly CodePointSet All = new([(0, Last)]);

    private readonly (int First, int Last)[] _ranges;
    private readonly ulong _ascii0;
    private readonly ulong _ascii64;

    private CodePointSet((int First, int Last)[] ranges)
    {
        _ranges = ranges;
        foreach (var (first, last) in ranges)
        {
            if (first >= 128) break;
            _ascii0 |= Bits(first, last);
            _ascii64 |= Bits(first - 64, last - 64);
        }
    }

    /// <summary>Its ranges, ascending, apart from each other.</summary>
    public ReadOnlySpan<(int First, int Last)> Ranges => _ranges;

    /// <summary>Whether it holds nothing.</summary>
    public bool IsEmpty => _ranges.Length == 0;

    /// <summary>The set of these ranges, in any order, overlapping or not.</summary>
    public static CodePointSet Of(IEnumerable<(int First, int Last)> ranges)
    {
        var merged = new List<(int First, int Last)>();
        foreach (var range in ranges.OrderBy(static range => range.First))
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1) merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, range.Last));
            else merged.Add(range);
        }

        return merged.Count == 0 ? Empty : new CodePointSet([.. merged]);
    }

    /// <summary>The set of one code point, or of a range.</summary>
    public static CodePointSet Of(int first, int? last = null) => new([(first, last ?? first)]);

    /// <summary>The code points of these general categories.</summary>
    public static CodePointSet Of(IReadOnlyCollection<UnicodeCategory> categories)
    {
        var ranges = new List<(int First, int Last)>();
        for (var point = 0; point <= Last; point++)
        {
            if (!categories.Contains(CharUnicodeInfo.GetUnicodeCategory(point))) continue;
            if (ranges.Count > 0 && ranges[^1].Last == point - 1) ranges[^1] = (ranges[^1].First, point);
            else ranges.Add((point, point));
        }

        return new CodePointSet([.. ranges]);
    }

    /// <summary>Whether both hold the same code points.</summary>
    public bool IsSameAs(CodePointSet other) => _ranges.AsSpan().SequenceEqual(other._ranges);

    public CodePointSet Union(CodePointSet other) => Of(_ranges.Concat(other._ranges));

    public CodePointSet Complement()
    {
        var ranges = new List<(int First, int Last)>();
        var next = 0;
        foreach (var (first, last) in _ranges)
        {
            if (first > next) ranges.Add((next, first - 1));
            next = last + 1;
        }

        if (next <= Last) ranges.Add((next, Last));
        return new CodePointSet([.. ranges]);
    }

    public CodePointSet Intersect(CodePointSet other) => Complement().Union(other.Complement()).Complement();

    /// <summary>Whether some code point is in both.</summary>
    public bool Overlaps(CodePointSet other)
    {
        int i = 0, j = 0;
        while (i < _ranges.Length && j < other._ranges.Length)
        {
            if (_ranges[i].Last < other._ranges[j].First) i++;
            else if (other._ranges[j].Last < _ranges[i].First) j++;
            else return true;
        }

        return false;
    }

    public bool Contains(int point) => point < 128 ? ((point < 64 ? _ascii0 : _ascii64) >> (point & 63) & 1) != 0 : Search(point);

    public bool Contains(Rune rune) => Contains(rune.Value);

    /// <summary>The bits from one number to another, as far as a word has them.</summary>
    private static ulong Bits(int first, int last)
    {
        if (last < 0 || first > 63) return 0;
        return ulong.MaxValue >> (63 - Math.Min(last, 63)) & ulong.MaxValue << Math.Max(first, 0);
    }

    private bool Search(int point)
    {
        int low = 0, high = _ranges.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (point < _ranges[middle].First) high = middle - 1;
            else if (point > _ranges[middle].Last) low = middle + 1;
            else return true;
        }

        return false;
    }
}
