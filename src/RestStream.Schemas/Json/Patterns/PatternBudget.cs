namespace RestStream.Schemas.Json.Patterns;

/// <summary>What the automata of a schema's patterns may weigh together, in about kilobytes; patterns beyond it backtrack. For one thread.</summary>
internal sealed class PatternBudget
{
    /// <summary>What one automaton may weigh: more would take more than some 50 ms to make.</summary>
    private const long MaxWeight = 2_500;

    private long _left = 32_000;

    /// <summary>Takes it, if it is there.</summary>
    public bool TryTake(long weight)
    {
        if (weight > MaxWeight || weight > _left) return false;
        _left -= weight;
        return true;
    }
}
