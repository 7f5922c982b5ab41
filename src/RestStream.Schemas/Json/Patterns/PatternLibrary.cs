namespace RestStream.Schemas.Json.Patterns;

/// <summary>The patterns of one schema: those of one text are one object, and what all of them need is bounded. For one thread.</summary>
internal sealed class PatternLibrary
{
    /// <summary>Ranges of the sets of all patterns, kept as long as the schema.</summary>
    private const int MaxRanges = 500_000;

    private readonly Dictionary<string, EcmaPattern> _patterns = new(StringComparer.Ordinal);
    private readonly PatternBudget _budget = new();
    private int _rangeCount;

    /// <summary>The pattern of a text.</summary>
    /// <exception cref="SchemaException">It is none of ECMA-262, or goes beyond a bound.</exception>
    public EcmaPattern Get(string text)
    {
        if (_patterns.TryGetValue(text, out var known)) return known;
        var pattern = EcmaPattern.Parse(text, _budget);
        _rangeCount += pattern.RangeCount;
        if (_rangeCount > MaxRanges) throw new SchemaException($"The patterns of the schema have more than {MaxRanges} ranges of code points.");
        return _patterns[text] = pattern;
    }
}
