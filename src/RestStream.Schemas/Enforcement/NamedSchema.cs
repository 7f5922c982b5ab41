namespace RestStream.Schemas.Enforcement;

/// <summary>The schema of a stored record.</summary>
/// <param name="Schema">The schema.</param>
/// <param name="Origin">What says so.</param>
public sealed record NamedSchema(RegisteredSchema Schema, SchemaOrigin Origin);
