namespace RestStream.Schemas;

/// <summary>A difference between two schemas, harmless ones too, told to a person.</summary>
/// <param name="Type">Confluent's name of the difference, as <c>TYPE_CHANGED</c>.</param>
/// <param name="Path">Where in the schema, as Confluent writes it for the type.</param>
/// <param name="IsCompatible">Whether the reader can read every record of the writer as far as this goes.</param>
/// <param name="IsCompatibleWhenLenient">The same under <see cref="CompatibilityPolicy.Lenient"/>.</param>
/// <param name="Description">What differs, what it means for records, and what would be accepted.</param>
public sealed record SchemaDifference(string Type, string Path, bool IsCompatible, bool IsCompatibleWhenLenient, string Description);
