namespace RestStream.Schemas.Avro;

/// <summary>One of several types.</summary>
internal sealed class AvroUnion(AvroType[] branches) : AvroType(AvroKind.Union)
{
    public AvroType[] Branches { get; } = branches;
}
