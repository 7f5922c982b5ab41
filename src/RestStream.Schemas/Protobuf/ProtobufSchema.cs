using System.Buffers;
using RestStream.Schemas.Protobuf.Codec;
using RestStream.Schemas.Protobuf.Compatibility;
using RestStream.Schemas.Protobuf.Descriptors;
using RestStream.Schemas.Protobuf.Model;
using RestStream.Schemas.Protobuf.Text;

namespace RestStream.Schemas.Protobuf;

/// <summary>A Protobuf schema: a file of messages. Immutable, thread-safe.</summary>
public sealed class ProtobufSchema : ParsedSchema
{
    private readonly IReadOnlyList<ResolvedReference> _references;
    private readonly Lazy<PayloadDecoder> _decoder;

    internal ProtobufSchema(ProtoFile file, string text, IReadOnlyList<ResolvedReference> references)
    {
        File = file;
        CanonicalText = text;
        _references = references;
        References = [.. references.Select(each => each.Reference)];
        _decoder = new Lazy<PayloadDecoder>(() => new PayloadDecoder(file));
    }

    internal ProtoFile File { get; }

    /// <inheritdoc/>
    public override SchemaType Type => SchemaType.Protobuf;

    /// <inheritdoc/>
    public override string CanonicalText { get; }

    /// <summary>The full name of the first message; null when there is none.</summary>
    public override string? RecordName => File.Messages.FirstOrDefault()?.FullName;

    /// <inheritdoc/>
    public override IReadOnlyList<SchemaReference> References { get; }

    /// <inheritdoc/>
    public override ParsedSchema Normalize() => ProtobufProvider.Read(ProtoPrinter.Print(File, normalised: true), _references);

    /// <summary>The text; for <c>serialized</c> a FileDescriptorProto in base64.</summary>
    public override string Format(string format) => format == "serialized" ? Convert.ToBase64String(DescriptorWriter.Write(File)) : CanonicalText;

    /// <inheritdoc/>
    public override IReadOnlyList<Incompatibility> CannotRead(ParsedSchema writer, CompatibilityPolicy policy)
    {
        if (writer is not ProtobufSchema written) throw new ArgumentException("The schema that wrote is not one of Protobuf.", nameof(writer));
        var breaking = SchemaDiff.Compare(written.File, File).Where(difference => !difference.IsCompatible);
        return [.. breaking.Select(difference => new Incompatibility(difference.TypeName, difference.Description, difference.Path))];
    }

    /// <summary>Checks a record's bytes behind magic byte and id (message indexes, then the message) and writes them as JSON by the proto3 mapping.</summary>
    /// <param name="payload">The bytes.</param>
    /// <param name="json">Where the JSON goes; null to check alone. What stands there after false is not to be used.</param>
    /// <param name="problem">What is wrong, for a person; null after true.</param>
    /// <returns>False when the bytes are not a message of this schema. Never throws.</returns>
    public bool TryDecode(ReadOnlySpan<byte> payload, IBufferWriter<byte>? json, out string? problem) => _decoder.Value.TryDecode(payload, json, out problem);
}
