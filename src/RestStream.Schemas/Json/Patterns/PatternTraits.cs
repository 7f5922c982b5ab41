namespace RestStream.Schemas.Json.Patterns;

/// <summary>What decides how a pattern is run.</summary>
/// <param name="NeedsBacktracking">It looks around or refers back, which no automaton does.</param>
/// <param name="Size">About as many states as an automaton of it has.</param>
internal readonly record struct PatternTraits(bool NeedsBacktracking, long Size)
{
    /// <summary>A size that no pattern in use has; sums stay within it.</summary>
    private const long SizeLimit = int.MaxValue;

    public static PatternTraits Of(PatternNode node)
    {
        var needs = node is PatternNode.Look or PatternNode.BackReference
            || node is PatternNode.Anchor { Kind: not (AnchorKind.Start or AnchorKind.End) };
        long size = 1;
        foreach (var child in ChildrenOf(node))
        {
            var traits = Of(child);
            needs |= traits.NeedsBacktracking;
            size = Math.Min(size + traits.Size, SizeLimit);
        }

        return new PatternTraits(needs, Math.Min(size * RoundsOf(node), SizeLimit));
    }

    public static IReadOnlyList<PatternNode> ChildrenOf(PatternNode node) => node switch
    {
        PatternNode.Sequence sequence => sequence.Parts,
        PatternNode.Choice choice => choice.Branches,
        PatternNode.Repeat repeat => [repeat.Body],
        PatternNode.Group group => [group.Body],
        PatternNode.Look look => [look.Body],
        _ => [],
    };

    private static long RoundsOf(PatternNode node) => node switch
    {
        PatternNode.Repeat { Max: int.MaxValue } repeat => Math.Max(repeat.Min, 1),
        PatternNode.Repeat repeat => Math.Max(repeat.Max, 1),
        _ => 1,
    };
}
