using System.Text;

namespace RestStream.Schemas.Json.Patterns;

/// <summary>
/// Runs one after another, between the ends of the text or not. Each run takes all that it can; that decides rightly because
/// no run of variable length shares a code point with what may follow it.
/// </summary>
internal sealed class PatternBranch
{
    /// <summary>Code points that are looked at again from each start of a search.</summary>
    private const int MaxSearchLength = 64;

    private readonly PatternRun[] _runs;
    private readonly bool _fromStart;
    private readonly bool _toEnd;
    private readonly byte[]? _literal;

    private PatternBranch(PatternRun[] runs, bool fromStart, bool toEnd)
    {
        (_runs, _fromStart, _toEnd) = (runs, fromStart, toEnd);
        _literal = LiteralOf(runs);
    }

    /// <summary>The branch of these runs; null when taking all that a run can might decide wrongly, or a search would be slow.</summary>
    public static PatternBranch? TryOf(IReadOnlyList<PatternRun> runs, bool fromStart, bool toEnd)
    {
        var kept = runs.ToList();
        if (!fromStart) Shorten(kept, 0);
        if (!toEnd) Shorten(kept, ^1);
        if (!IsDecided(kept)) return null;
        if (!fromStart && kept.Sum(static run => (long)run.Max) > MaxSearchLength) return null;
        return new PatternBranch([.. kept], fromStart, toEnd);
    }

    /// <summary>How often it looks at a byte of a text, at worst.</summary>
    public int Weight => _literal is not null || _fromStart ? 1 : 1 + _runs.Sum(static run => run.Max);

    public bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        if (_literal is not null) return IsLiteralMatch(utf8, _literal);
        if (_fromStart) return IsMatchAt(utf8, 0);
        for (var at = 0; at <= utf8.Length; at++)
        {
            var startsPoint = at == utf8.Length || (utf8[at] & 0xC0) != 0x80;
            if (startsPoint && IsMatchAt(utf8, at)) return true;
        }

        return false;
    }

    private bool IsMatchAt(ReadOnlySpan<byte> utf8, int at)
    {
        foreach (ref readonly var run in _runs.AsSpan())
        {
            if (!run.TryTake(utf8, ref at)) return false;
        }

        return !_toEnd || at == utf8.Length;
    }

    private bool IsLiteralMatch(ReadOnlySpan<byte> utf8, ReadOnlySpan<byte> literal) => (_fromStart, _toEnd) switch
    {
        (true, true) => utf8.SequenceEqual(literal),
        (true, false) => utf8.StartsWith(literal),
        (false, true) => utf8.EndsWith(literal),
        _ => utf8.IndexOf(literal) >= 0,
    };

    /// <summary>At an end that is free a run need not take more than it must.</summary>
    private static void Shorten(List<PatternRun> runs, Index end)
    {
        while (runs.Count > 0 && !runs[end].IsFixed)
        {
            var run = runs[end];
            if (run.Min > 0) runs[end] = run with { Max = run.Min };
            else runs.RemoveAt(end.GetOffset(runs.Count));
        }
    }

    private static bool IsDecided(List<PatternRun> runs)
    {
        for (var i = 0; i < runs.Count; i++)
        {
            if (runs[i].IsFixed) continue;
            for (var next = i + 1; next < runs.Count; next++)
            {
                if (runs[i].Set.Overlaps(runs[next].Set)) return false;
                if (runs[next].Min > 0) break;
            }
        }

        return true;
    }

    private static byte[]? LiteralOf(PatternRun[] runs)
    {
        var text = new StringBuilder();
        foreach (var run in runs)
        {
            if (!Rune.TryCreate(run.Single, out var rune)) return null;
            text.Append(rune.ToString());
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
