namespace RestStream.Schemas.Registry;

/// <summary>A draft that was read, as it would be stored.</summary>
internal sealed class Candidate(ParsedSchema parsed, RegistryException? fault, IReadOnlyList<SchemaReference> references, SchemaMetadata? metadata, SchemaRuleSet? ruleSet)
{
    private SchemaContent? _content;

    public ParsedSchema Parsed => parsed;

    /// <summary>Why it cannot be registered as a new schema, though it is read as a stored one; null when it can.</summary>
    public RegistryException? Fault => fault;

    public string Text => parsed.CanonicalText;

    public IReadOnlyList<SchemaReference> References => references;

    public SchemaMetadata? Metadata => metadata;

    public SchemaRuleSet? RuleSet => ruleSet;

    public SchemaContent Content => _content ??= new(SchemaGuid.Of(Text, references, metadata, ruleSet), parsed.Type);

    /// <summary>The same with other metadata and rules.</summary>
    public Candidate With(SchemaMetadata? otherMetadata, SchemaRuleSet? otherRules) =>
        ReferenceEquals(metadata, otherMetadata) && ReferenceEquals(ruleSet, otherRules) ? this : new(parsed, fault, references, otherMetadata, otherRules);

    /// <summary>True when it is that schema, but for the version that a client keeps in the metadata.</summary>
    public bool IsSame(StoredSchema schema) =>
        schema.Type == parsed.Type && schema.Text == Text && schema.References.SequenceEqual(references)
        && SchemaMetadata.IsSame(metadata, schema.Metadata) && SchemaRuleSet.IsSame(ruleSet, schema.RuleSet);
}
