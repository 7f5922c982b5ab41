namespace RestStream.Schemas.Json.Inference;

/// <summary>What an inferred schema says, and how much it may hold.</summary>
public sealed record SchemaInferenceOptions
{
    /// <summary>Whether strings get a format when all of them have it: date-time, date, email, uuid, uri or ipv4.</summary>
    public bool DetectFormats { get; init; } = true;

    /// <summary>Different strings up to which a place becomes an <c>enum</c>, where each was seen twice on average; 0, the default, for never.</summary>
    public int MaxEnumValues { get; init; }

    /// <summary>Members that the schema names, over all its objects; further ones share one description as <c>additionalProperties</c> of their object.</summary>
    public int MaxProperties { get; init; } = 1000;

    /// <summary>Objects and arrays within each other that are described, at most 64; what is deeper may be anything.</summary>
    public int MaxDepth { get; init; } = 32;
}
