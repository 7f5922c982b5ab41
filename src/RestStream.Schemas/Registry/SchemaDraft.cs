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

    /// <summary>The version that it has to become; null and 0: the next, or the one that has it; negative: the next, or the newest if that has it.</summary>
    public int? Version { get; init; }

    /// <summary>Its id, in IMPORT alone; null and negative: the next.</summary>
    public int? Id { get; init; }

    /// <summary>Its text is a stored version's, and becomes a version of its own with other metadata or rules, also when they are the same.</summary>
    public bool IsAlwaysNew { get; init; }

    /// <summary>It gives no text: the newest version's is meant.</summary>
    internal bool TakesOver => string.IsNullOrWhiteSpace(Text);

    /// <summary>Some version is given: the client keeps it in the metadata.</summary>
    internal bool GivesVersion => IsAlwaysNew || Version is not (null or 0);

    internal bool HasVersion => Version is > 0;

    internal bool HasId => Id is >= 0;
}
