namespace RestStream.Schemas;

/// <summary>A difference for which records of one schema cannot be read by another.</summary>
/// <param name="ErrorType">Confluent's name of the difference, as <c>TYPE_CHANGED</c>.</param>
/// <param name="Description">What differs, for a person.</param>
/// <param name="Path">Where in the schema, as Confluent writes it for the type.</param>
public sealed record Incompatibility(string ErrorType, string Description, string Path);
