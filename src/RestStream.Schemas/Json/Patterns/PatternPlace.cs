namespace RestStream.Schemas.Json.Patterns;

/// <summary>A branch of a choice in a pattern, and the branch around it.</summary>
internal sealed class PatternPlace(PatternPlace? around, int choice, int branch)
{
    private readonly int _depth = around is null ? 0 : around._depth + 1;

    public PatternPlace? Around => around;

    /// <summary>The branch after this one.</summary>
    public PatternPlace Next() => new(around, choice, branch + 1);

    /// <summary>Whether this one and another are in different branches of one choice, so that a match goes through one of them at most.</summary>
    public bool Excludes(PatternPlace other)
    {
        var (left, right) = (this, other);
        while (left._depth > right._depth) left = left.Around!;
        while (right._depth > left._depth) right = right.Around!;
        while (left.Around != right.Around) (left, right) = (left.Around!, right.Around!);
        return left != right && left.Choice == right.Choice;
    }

    private int Choice => choice;
}
