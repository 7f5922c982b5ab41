using RestStream.Schemas.Json.Unicode;

namespace RestStream.Schemas.Json.Patterns;

/// <summary>A part of a pattern that was read. Flags that a group sets are worked into its parts.</summary>
internal abstract record PatternNode
{
    /// <summary>One code point of a set.</summary>
    internal sealed record Points(CodePointSet Set) : PatternNode;

    /// <summary>Parts one after another; without any it matches the empty text.</summary>
    internal sealed record Sequence(IReadOnlyList<PatternNode> Parts) : PatternNode;

    /// <summary>The first of these that leads to a match.</summary>
    internal sealed record Choice(IReadOnlyList<PatternNode> Branches) : PatternNode;

    /// <summary>
    /// A part again and again; <see cref="int.MaxValue"/> has no end. Each round forgets what the groups inside held: those with numbers from the first,
    /// up to but without the second.
    /// </summary>
    internal sealed record Repeat(PatternNode Body, int Min, int Max, bool IsLazy, (int From, int To) Groups) : PatternNode;

    /// <summary>A group that captures, by its number from 1.</summary>
    internal sealed record Group(PatternNode Body, int Number) : PatternNode;

    /// <summary>What one of these groups holds, or nothing when none of them took part.</summary>
    internal sealed record BackReference(IReadOnlyList<int> Numbers, bool IgnoresCase) : PatternNode;

    /// <summary>A condition on what follows or precedes.</summary>
    internal sealed record Look(PatternNode Body, bool IsBehind, bool IsNegative) : PatternNode;

    /// <summary>A condition on the place.</summary>
    internal sealed record Anchor(AnchorKind Kind) : PatternNode;
}
