namespace RestStream.Schemas.Registry;

/// <summary>A schema that is registered, once for all versions that have it. Immutable.</summary>
/// <param name="Context">The context, with its dot.</param>
/// <param name="Id">Its id there.</param>
/// <param name="Guid">What its content decides on every server.</param>
/// <param name="Type">Its type.</param>
/// <param name="Text">Its canonical text.</param>
/// <param name="References">What it uses directly, versions pinned; subjects as they were given.</param>
/// <param name="Metadata">What is kept with it; null for none.</param>
/// <param name="RuleSet">Its rules; null for none.</param>
public sealed record StoredSchema(
    string Context, int Id, Guid Guid, SchemaType Type, string Text, IReadOnlyList<SchemaReference> References, SchemaMetadata? Metadata, SchemaRuleSet? RuleSet);
