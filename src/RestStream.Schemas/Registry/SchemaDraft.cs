namespace RestStream.Schemas.Registry;

/// <summary>A schema as a request gives it.</summary>
public sealed record SchemaDraft
{
    /// <summary>Its text; null or empty: that of the subject's newest version.</summary>
    public string? Text { get; init; }

    /// <summary>The name of its type; null is AVRO.</summary>
    public string? TypeName { get; init; }

    /// <summary>What it uses directly.</summary>
    public IReadOnlyList<SchemaReference> References { get; init; } = [];

    /// <summary>What is kept with it; null: what the newest version has.</summary>
    public SchemaMetadata? Metadata { get; init; }

    /// <summary>Its rules; null: what the newest version has.</summary>
    public SchemaRuleSet? RuleSet { get; init; }

    /// <summary>The version that it has to become; null, 0 and -1: the next.</summary>
    public int? Version { get; init; }

    /// <summary>Its id, in IMPORT alone; null and negative: the next.</summary>
    public int? Id { get; init; }

    internal bool HasVersion => Version is > 0;

    internal bool HasId => Id is >= 0;
}
