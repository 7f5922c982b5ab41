namespace RestStream.Schemas.Json.Patterns;

/// <summary>
/// A pattern that is a few branches of runs, as <c>^[a-z0-9-]+$</c>, <c>^(GET|PUT)$</c>, <c>\d{4}</c>, <c>^https?://</c>: it is matched on the bytes,
/// without allocating. Immutable, thread-safe.
/// </summary>
internal sealed class PatternShape
{
    private const int MaxBranches = 16;
    private const int MaxParts = 64;

    private readonly PatternBranch[] _branches;

    private PatternShape(PatternBranch[] branches)
    {
        _branches = branches;
        Weight = branches.Sum(static branch => branch.Weight);
    }

    /// <summary>How often it looks at a byte of a text, at worst.</summary>
    public int Weight { get; }

    /// <summary>The shape of a pattern; null when it has none.</summary>
    public static PatternShape? TryOf(PatternNode pattern)
    {
        if (Expand(pattern) is not { } paths) return null;
        var branches = new List<PatternBranch>();
        foreach (var path in paths)
        {
            if (TryBranchOf(path) is not { } branch) return null;
            branches.Add(branch);
        }

        return new PatternShape([.. branches]);
    }

    public bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        foreach (var branch in _branches)
        {
            if (branch.IsMatch(utf8)) return true;
        }

        return false;
    }

    private static PatternBranch? TryBranchOf(List<Part> path)
    {
        var first = path.FindIndex(static part => part.Anchor != AnchorKind.Start);
        first = first < 0 ? path.Count : first;
        var last = path.FindLastIndex(static part => part.Anchor != AnchorKind.End);
        var runs = last < first ? [] : path[first..(last + 1)];
        if (runs.Exists(static part => part.Anchor is not null)) return null;
        var toEnd = path.Count > 0 && path[^1].Anchor == AnchorKind.End;
        return PatternBranch.TryOf([.. runs.Select(static part => part.Run)], fromStart: first > 0, toEnd);
    }

    /// <summary>All ways through a part; null when they are too many or not of runs.</summary>
    private static List<List<Part>>? Expand(PatternNode node) => node switch
    {
        PatternNode.Points points => [[new Part(new PatternRun(points.Set, 1, 1), null)]],
        PatternNode.Anchor { Kind: AnchorKind.Start or AnchorKind.End } anchor => [[new Part(default, anchor.Kind)]],
        PatternNode.Group group => Expand(group.Body),
        PatternNode.Sequence sequence => Combine(sequence.Parts.Select(Expand)),
        PatternNode.Choice choice => ExpandChoice(choice.Branches),
        PatternNode.Repeat repeat => ExpandRepeat(repeat),
        _ => null,
    };

    /// <summary>Each way through the first part with each through the second, and so on.</summary>
    private static List<List<Part>>? Combine(IEnumerable<List<List<Part>>?> parts)
    {
        List<List<Part>> paths = [[]];
        foreach (var tails in parts)
        {
            if (tails is null || paths.Count * tails.Count > MaxBranches) return null;
            paths = [.. paths.SelectMany(_ => tails, static (head, tail) => (List<Part>)[.. head, .. tail])];
            if (paths.Exists(static path => path.Count > MaxParts)) return null;
        }

        return paths;
    }

    private static List<List<Part>>? ExpandChoice(IReadOnlyList<PatternNode> nodes)
    {
        var paths = new List<List<Part>>();
        foreach (var node in nodes)
        {
            if (Expand(node) is not { } more || paths.Count + more.Count > MaxBranches) return null;
            paths.AddRange(more);
        }

        return paths;
    }

    private static List<List<Part>>? ExpandRepeat(PatternNode.Repeat repeat)
    {
        if (Expand(repeat.Body) is not { } paths || paths.Count == MaxBranches) return null;
        if (paths is [[{ Anchor: null, Run: { Min: 1, Max: 1 } run }]]) return [[new Part(run with { Min = repeat.Min, Max = repeat.Max }, null)]];
        if (repeat is { Min: 0, Max: 1 }) return [[], .. paths];
        var isUnrolled = repeat.Min == repeat.Max && repeat.Max <= MaxParts;
        return isUnrolled ? Combine(Enumerable.Repeat(paths, repeat.Max)) : null;
    }

    /// <summary>A run, or an anchor.</summary>
    private readonly record struct Part(PatternRun Run, AnchorKind? Anchor);
}
