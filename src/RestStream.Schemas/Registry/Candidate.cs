namespace RestStream.Schemas.Registry;

/// <summary>A draft that was read and found right, as it would be stored.</summary>
internal sealed record Candidate(ParsedSchema Parsed, string Text, IReadOnlyList<SchemaReference> References, SchemaMetadata? Metadata, SchemaRuleSet? RuleSet)
{
    public SchemaContent Content => new(SchemaGuid.Of(Text, References, Metadata, RuleSet), Parsed.Type);

    /// <summary>The content without metadata and rules.</summary>
    public SchemaContent BareContent => new(SchemaGuid.Of(Text, References, null, null), Parsed.Type);

    /// <summary>True when it is that schema, but for the version that a client keeps in the metadata.</summary>
    public bool IsSame(StoredSchema schema) => HasTextOf(schema) && SchemaMetadata.IsSame(Metadata, schema.Metadata) && SchemaRuleSet.IsSame(RuleSet, schema.RuleSet);

    /// <summary>True when whoever looks it up means that schema: metadata and rules count only when given.</summary>
    public bool Means(StoredSchema schema) =>
        HasTextOf(schema) && (Metadata is null || SchemaMetadata.IsSame(Metadata, schema.Metadata)) && (RuleSet is null || SchemaRuleSet.IsSame(RuleSet, schema.RuleSet));

    private bool HasTextOf(StoredSchema schema) => schema.Type == Parsed.Type && schema.Text == Text && schema.References.SequenceEqual(References);
}
