using System.Buffers;

namespace RestStream.Schemas.Avro;

/// <summary>A parsed Avro schema.</summary>
/// <param name="root">What it describes.</param>
/// <param name="known">The full names of the types that its references define.</param>
/// <param name="references">What it uses directly.</param>
internal sealed class AvroSchema(AvroType root, string[] known, IReadOnlyList<ResolvedReference> references) : ParsedSchema
{
    public AvroType Root => root;

    /// <inheritdoc/>
    public override SchemaType Type => SchemaType.Avro;

    /// <inheritdoc/>
    public override string CanonicalText { get; } = new AvroPrinter(known, normalized: false).Print(root);

    /// <inheritdoc/>
    public override string? RecordName => (root as AvroRecord)?.Name.Full;

    /// <inheritdoc/>
    public override IReadOnlyList<SchemaReference> References { get; } = [.. references.Select(reference => reference.Reference)];

    /// <inheritdoc/>
    public override ParsedSchema Normalize()
    {
        ResolvedReference[] ordered = [.. references.DistinctBy(reference => reference.Reference)
            .OrderBy(reference => reference.Reference.Subject, StringComparer.Ordinal)
            .ThenBy(reference => reference.Reference.Version)
            .ThenBy(reference => reference.Reference.Name, StringComparer.Ordinal)];
        string text = new AvroPrinter(known, normalized: true).Print(root);
        return new AvroProvider().Parse(text, ordered);
    }

    /// <inheritdoc/>
    public override string Format(string format) => format == "resolved" ? new AvroPrinter([], normalized: false).Print(root) : CanonicalText;

    /// <inheritdoc/>
    public override IReadOnlyList<Incompatibility> CannotRead(ParsedSchema writer, CompatibilityPolicy policy)
    {
        if (writer is not AvroSchema schema) throw new ArgumentException("The writer's schema is not of type AVRO.", nameof(writer));
        return new AvroResolution().WhyNot(root, schema.Root);
    }

    /// <inheritdoc/>
    public override bool TryDecode(ReadOnlySpan<byte> payload, IBufferWriter<byte>? json, out string? problem) =>
        AvroDecoder.TryDecode(root, payload, json, out problem);
}
