using System.Globalization;
using System.Text;
using RestStream.Schemas.Protobuf.Model;
using RestStream.Schemas.Protobuf.Text;

namespace RestStream.Schemas.Protobuf.Descriptors;

internal sealed partial class DescriptorReader
{
    private void Field(ProtoMessage message, ReadOnlyMemory<byte> bytes, Dictionary<string, ProtoMessage> entries)
    {
        var parts = new FieldParts(WireField.ReadAll(bytes));
        var oneof = parts.OneofIndex is { } index && !parts.IsProto3Optional ? OneofAt(message, index) : null;
        var isMap = entries.TryGetValue(parts.TypeName, out var entry);
        if (oneof is not null && (isMap || parts.Label != FieldLabel.Optional)) throw new FormatException($"The field {parts.Name} cannot stand in a oneof.");
        var field = isMap ? Map(parts, entry!) : Plain(parts, oneof);
        Complete(field, parts);
        message.AllFields.Add(field);
        (oneof?.Fields ?? message.Fields).Add(field);
    }

    private static ProtoOneof OneofAt(ProtoMessage message, int index) =>
        index >= 0 && index < message.Oneofs.Count ? message.Oneofs[index] : throw new FormatException("A field stands in a oneof that does not exist.");

    private static ProtoField Map(FieldParts parts, ProtoMessage entry)
    {
        var key = entry.AllFields.Find(field => field.Number == 1);
        var value = entry.AllFields.Find(field => field.Number == 2);
        if (key is null || value is null || !FieldKinds.CanBeMapKey(key.Kind) || value.Kind == FieldKind.Group) throw new FormatException($"The map {parts.Name} has no entries.");
        return ProtoField.Map(Name(parts.Name), parts.Number, default, key.Kind, value.Kind, value.TypeName);
    }

    private ProtoField Plain(FieldParts parts, ProtoOneof? oneof)
    {
        if (parts.Kind == FieldKind.Group && _file.Syntax == ProtoSyntax.Proto3) throw new SchemaException("proto3 has no groups.", "descriptor");
        var isPlainOptional = parts.Label == FieldLabel.Optional && _file.Syntax == ProtoSyntax.Proto3 && !parts.IsProto3Optional;
        return new ProtoField(Name(parts.Name), parts.Number, default)
        {
            Label = oneof is not null || isPlainOptional ? FieldLabel.None : parts.Label,
            Kind = parts.Kind,
            TypeName = parts.TypeName.Length == 0 ? "" : Name(parts.TypeName, dots: true),
            Oneof = oneof,
        };
    }

    private void Complete(ProtoField field, FieldParts parts)
    {
        foreach (var options in parts.Options) Options("FieldOptions", options, field.Options);
        if (parts.Default is { } value) field.Options.Add(ProtoOption.Plain("default", DefaultOf(field.Kind, value)));
        if (parts.JsonName is { } json && json != field.DefaultJsonName)
            field.Options.Add(ProtoOption.Plain("json_name", new OptionValue.Text(Encoding.UTF8.GetBytes(json))));
    }

    /// <summary>Neighbours that extend one message were, or may be, one block.</summary>
    private void Extension(ReadOnlyMemory<byte> bytes, List<ProtoExtend> extends)
    {
        var parts = new FieldParts(WireField.ReadAll(bytes));
        var extendee = Name(parts.Extendee, dots: true);
        if (extends.Count == 0 || extends[^1].ExtendeeName != extendee) extends.Add(new ProtoExtend(extendee, default));
        var field = Plain(parts, null);
        Complete(field, parts);
        extends[^1].Fields.Add(field);
    }

    private static OptionValue DefaultOf(FieldKind kind, string text)
    {
        if (kind == FieldKind.String) return new OptionValue.Text(Encoding.UTF8.GetBytes(text));
        if (kind == FieldKind.Bytes) return BytesOf(text);
        var isNegative = text.StartsWith('-');
        var plain = isNegative ? text[1..] : text;
        if (ulong.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out var integer)) return new OptionValue.Integer(integer, isNegative);
        if (FieldKinds.IsFloating(kind) && plain is not ("inf" or "nan") && double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var real))
            return new OptionValue.Real(isNegative ? -real : real);
        return new OptionValue.Word(Name(plain), isNegative);
    }

    private static OptionValue.Text BytesOf(string escaped)
    {
        var at = 0;
        var literal = $"\"{escaped}\"";
        var bytes = ProtoLiteral.Read(literal, ref at, default);
        return at == literal.Length ? new OptionValue.Text(bytes) : throw new FormatException("A default of bytes is not escaped.");
    }
}
