namespace RestStream.Schemas.Json.Compatibility;

/// <summary>One difference, before it is put in words.</summary>
/// <param name="Type">What differs.</param>
/// <param name="Path">Where, from the pair of schemas that was compared; empty for the pair itself.</param>
/// <param name="Old">What the old schema says there: a <see cref="Model.SchemaNode"/>, a text, or null for nothing.</param>
/// <param name="New">What the new schema says there.</param>
internal readonly record struct Difference(DifferenceType Type, string Path, object? Old, object? New);
