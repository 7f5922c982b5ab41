using System.Buffers;
using RestStream.Schemas.Protobuf.Codec;
using RestStream.Schemas.Protobuf.Compatibility;
using RestStream.Schemas.Protobuf.Descriptors;
using RestStream.Schemas.Protobuf.Linking;
using RestStream.Schemas.Protobuf.Model;
using RestStream.Schemas.Protobuf.Text;

namespace RestStream.Schemas.Protobuf;

/// <summary>A Protobuf schema: a file of messages. Immutable, thread-safe.</summary>
public sealed class ProtobufSchema : ParsedSchema
{
    private readonly IReadOnlyList<ResolvedReference> _references;
    private readonly ProtobufCompatibility _compatibility;
    private readonly Lazy<PayloadDecoder> _decoder;

    internal ProtobufSchema(ProtoFile file, string text, IReadOnlyList<ResolvedReference> references, ProtobufCompatibility compatibility)
    {
        File = file;
        CanonicalText = text;
        _references = references;
        _compatibility = compatibility;
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
    public override string? RecordNameOf(ReadOnlySpan<byte> payload) => MessageIndexes.Find(File, payload, out _, out _)?.FullName;

    /// <inheritdoc/>
    /// <remarks>Those of all messages that do not stand in another one, without members of oneofs, as in Confluent's registry.</remarks>
    public override IEnumerable<string> TopLevelFields => File.Messages.SelectMany(message => message.Fields).Select(each => each.Name).Distinct();

    /// <inheritdoc/>
    public override IReadOnlyList<SchemaReference> References { get; }

    /// <inheritdoc/>
    public override ParsedSchema Normalize() =>
        ProtobufProvider.Read(ProtoPrinter.Print(File, PrintForm.Normalised), SchemaReferences.Normalize(_references), _compatibility, ProtoRules.Grammar);

    /// <summary>The text; for <c>serialized</c> a FileDescriptorProto in base64, for <c>ignore_extensions</c> the text without extensions and custom options.</summary>
    public override string Format(string format) => format switch
    {
        "serialized" => Convert.ToBase64String(DescriptorWriter.Write(File)),
        "ignore_extensions" => ProtoPrinter.Print(File, PrintForm.WithoutExtensions),
        _ => CanonicalText,
    };

    /// <inheritdoc/>
    public override IReadOnlyList<Incompatibility> CannotRead(ParsedSchema writer, CompatibilityPolicy policy)
    {
        var breaking = Compare(writer).Where(difference => !difference.IsCompatible);
        return [.. breaking.Select(difference => new Incompatibility(difference.TypeName, difference.Description, difference.Path))];
    }

    /// <inheritdoc/>
    /// <remarks>Never throws. JSON is proto3's mapping; unknown fields are left out.</remarks>
    public override bool TryDecode(ReadOnlySpan<byte> payload, IBufferWriter<byte>? json, out string? problem) => _decoder.Value.TryDecode(payload, json, out problem);

    /// <inheritdoc/>
    public override IReadOnlyList<SchemaDifference> DifferencesFrom(ParsedSchema writer) =>
        [.. Compare(writer).Select(found => new SchemaDifference(found.TypeName, found.Path, found.IsCompatible, found.IsCompatible, found.Description))];

    private IReadOnlyList<Difference> Compare(ParsedSchema writer) => writer is ProtobufSchema written
        ? SchemaDiff.Compare(written.File, File, _compatibility)
        : throw new ArgumentException("The schema that wrote is not one of Protobuf.", nameof(writer));
}
