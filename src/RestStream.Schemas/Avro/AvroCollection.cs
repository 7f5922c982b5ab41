namespace RestStream.Schemas.Avro;

/// <summary>An array, or a map of strings to values.</summary>
internal sealed class AvroCollection(AvroKind kind, AvroType element) : AvroType(kind)
{
    /// <summary>The type of the items or values.</summary>
    public AvroType Element { get; } = element;
}
