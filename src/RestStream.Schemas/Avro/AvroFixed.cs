namespace RestStream.Schemas.Avro;

/// <summary>So many bytes.</summary>
internal sealed class AvroFixed(AvroName name, int sizeBytes) : AvroNamedType(AvroKind.Fixed, name)
{
    public int SizeBytes { get; } = sizeBytes;
}
