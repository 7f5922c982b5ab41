namespace RestStream.Server.Filters;

/// <summary>The limits of filters and of reads with one. Section <c>RestStream:Filters</c>.</summary>
internal sealed class FilterOptions
{
    public const string Section = "RestStream:Filters";

    /// <summary>The longest filter, in characters.</summary>
    public int MaxLength { get; set; } = 2000;

    /// <summary>The most tests, literals and paths in one filter.</summary>
    public int MaxNodes { get; set; } = 200;

    /// <summary>How deep parentheses and negations may nest.</summary>
    public int MaxDepth { get; set; } = 32;

    /// <summary>The most steps of a path into the value.</summary>
    public int MaxPathSteps { get; set; } = 16;

    /// <summary>How many compiled filters are kept for the next one with the same text.</summary>
    public int MaxCached { get; set; } = 1000;

    /// <summary>How many records a read with a filter looks at when `maxScan` is not given.</summary>
    public int DefaultScan { get; set; } = 100_000;

    /// <summary>The most records that it may look at (`maxScan`).</summary>
    public int MaxScan { get; set; } = 1_000_000;

    /// <summary>The most bytes of stored batches that it looks at.</summary>
    public int MaxScanBytes { get; set; } = 64 << 20;
}
