namespace RestStream.Schemas.Json.Patterns;

/// <summary>What a schema's patterns may need together: their automata, in about kilobytes, beyond which patterns backtrack; and their translations. For one thread.</summary>
internal sealed class PatternBudget
{
    /// <summary>What one automaton may weigh: more would take more than some 50 ms to make.</summary>
    private const long MaxWeight = 2_500;

    /// <summary>Characters of all translations, each of which .NET reads once when its schema is read: some 30 ms a million.</summary>
    private const long MaxTranslated = 16_000_000;

    private long _left = 32_000;
    private long _translated;

    /// <summary>A pattern was translated into so many characters.</summary>
    /// <exception cref="SchemaException">All together are too many.</exception>
    public void CountTranslated(int characters)
    {
        _translated += characters;
        if (_translated > MaxTranslated) throw new SchemaException("The patterns of the schema cannot be run: together they grow too large.");
    }

    /// <summary>Takes it, if it is there.</summary>
    public bool TryTake(long weight)
    {
        if (weight > MaxWeight || weight > _left) return false;
        _left -= weight;
        return true;
    }
}
