namespace RestStream.Schemas.Enforcement;

/// <summary>The limits of checking records, with their defaults.</summary>
public sealed record EnforcementOptions
{
    /// <summary>The most places that are told of one record.</summary>
    public int MaxErrorsPerRecord { get; init; } = 10;

    /// <summary>The most schemas that are kept ready; beyond it all are made ready anew as they are needed.</summary>
    public int MaxReadySchemas { get; init; } = 1_000;

    /// <summary>The most characters of text of the schemas that are kept ready; beyond it as beyond <see cref="MaxReadySchemas"/>.</summary>
    public long MaxReadyCharacters { get; init; } = 16 << 20;

    /// <summary>The most time that checking one record may take.</summary>
    public TimeSpan MaxTimePerRecord { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The most time that checking one request's records of one partition may take; those that it does not reach are refused as over the limit.</summary>
    public TimeSpan MaxTimePerBatch { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The deepest nesting of a record.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>The most subschemas that are applied to the values of one record.</summary>
    public int MaxStepsPerRecord { get; init; } = 1_000_000;

    /// <summary>The most sample records that a schema is inferred from.</summary>
    public int MaxSamples { get; init; } = 1_000;
}
