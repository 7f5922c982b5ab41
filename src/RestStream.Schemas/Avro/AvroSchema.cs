using System.Buffers;

namespace RestStream.Schemas.Avro;

/// <summary>A parsed Avro schema.</summary>
/// <param name="root">What it describes.</param>
/// <param name="defaults">The defaults that its own text gives.</param>
/// <param name="known">The full names of the types that its references define.</param>
/// <param name="references">What it uses directly.</param>
internal sealed class AvroSchema(AvroType root, IReadOnlyList<AvroDefault> defaults, string[] known, IReadOnlyList<ResolvedReference> references) : ParsedSchema
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
    public override IEnumerable<string> TopLevelFields => (root as AvroRecord)?.Fields.Select(each => each.Name) ?? [];

    /// <summary>Checks that each default is a value of its type.</summary>
    /// <exception cref="SchemaException">One is none.</exception>
    public void VerifyDefaults()
    {
        var check = new AvroDefaults();
        foreach (AvroDefault given in defaults)
            if (check.WhyNot(given.Type, given.Value) is { } reason)
                throw new SchemaException($"The default {AvroParser.Short(given.Value)} does not fit its type: {reason}.", given.Place);
    }

    /// <inheritdoc/>
    public override ParsedSchema Normalize()
    {
        string text = new AvroPrinter(known, normalized: true).Print(root);
        return new AvroProvider().ParseStored(text, SchemaReferences.Normalize(references));
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
