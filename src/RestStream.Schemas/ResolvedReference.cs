namespace RestStream.Schemas;

/// <summary>A reference with what it stands for, and what that uses in turn.</summary>
/// <param name="Reference">The reference; its version is a number of its subject.</param>
/// <param name="Text">The text of the schema that it names.</param>
/// <param name="References">What that schema uses.</param>
public sealed record ResolvedReference(SchemaReference Reference, string Text, IReadOnlyList<ResolvedReference> References);
