using RestStream.Schemas.Protobuf.Linking;
using RestStream.Schemas.Protobuf.Text;

namespace RestStream.Schemas.Protobuf;

/// <summary>
/// Reads Protobuf schemas: <c>.proto</c> text of proto2 or proto3, or a FileDescriptorProto in base64. A reference's name is the path of an import; the files of
/// google/protobuf, google/type and confluent are built in. Stateless, thread-safe.
/// </summary>
/// <param name="compatibility">The rules by which its schemas are compared.</param>
public sealed class ProtobufProvider(ProtobufCompatibility compatibility = ProtobufCompatibility.Version7) : ISchemaProvider
{
    /// <inheritdoc/>
    public SchemaType Type => SchemaType.Protobuf;

    /// <inheritdoc/>
    public ParsedSchema Parse(string text, IReadOnlyList<ResolvedReference> references) => Read(text, references, compatibility, ProtoRules.Protoc);

    /// <inheritdoc/>
    /// <remarks>What protoc refuses is read all the same: Confluent's registry takes it.</remarks>
    public ParsedSchema ParseStored(string text, IReadOnlyList<ResolvedReference> references) => Read(text, references, compatibility, ProtoRules.Grammar);

    /// <inheritdoc/>
    /// <remarks>Its types need not be known: the grammar is enough.</remarks>
    public string? FormOf(string text)
    {
        try
        {
            return ProtoPrinter.Print(ProtoLoader.ReadAlone(text), PrintForm.Stored);
        }
        catch (SchemaException)
        {
            return null;
        }
    }

    internal static ProtobufSchema Read(string text, IReadOnlyList<ResolvedReference> references, ProtobufCompatibility compatibility, ProtoRules rules)
    {
        var file = ProtoLoader.Load(text, references, rules);
        return new ProtobufSchema(file, ProtoPrinter.Print(file, PrintForm.Stored), references, compatibility);
    }
}
