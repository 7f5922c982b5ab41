using System.Globalization;
using RestStream.Schemas.Protobuf.Codec;
using RestStream.Schemas.Protobuf.Model;
using RestStream.Schemas.Protobuf.Text;

namespace RestStream.Schemas.Protobuf.Descriptors;

internal sealed partial class DescriptorWriter
{
    private WireWriter Field(ProtoField field, string scope, ProtoMessage? extendee, int? oneofIndex)
    {
        var writer = new WireWriter();
        writer.Text(1, field.Name);
        if (extendee is not null) writer.Text(2, "." + extendee.FullName);
        writer.Number(3, field.Number);
        writer.Number(4, field.Label == FieldLabel.None ? (int)FieldLabel.Optional : (int)field.Label);
        writer.Number(5, field.IsMap ? (int)FieldKind.Message : (int)field.Kind);
        if (field.IsMap) writer.Text(6, $".{field.MapEntry?.FullName ?? $"{scope}.{field.MapEntryName}"}");
        else if (field.Type is not null) writer.Text(6, "." + field.Type.FullName);
        if (field.Default is { } value) writer.Text(7, DefaultText(field, value.Value));
        writer.MessageUnlessEmpty(8, _options.Encode("FieldOptions", field.Options.Where(option => !option.Is("default") && !option.Is("json_name")), scope));
        if (oneofIndex is { } index) writer.Number(9, index);
        writer.Text(10, field.JsonName);
        writer.Flag(17, _file.Syntax == ProtoSyntax.Proto3 && field.Label == FieldLabel.Optional);
        return writer;
    }

    /// <summary>The message of key 1 and value 2 that a map is an array of.</summary>
    private static WireWriter MapEntry(ProtoField map)
    {
        var writer = new WireWriter();
        writer.Text(1, map.MapEntryName);
        writer.Message(2, EntryField("key", 1, map.MapKey!.Value, null));
        writer.Message(2, EntryField("value", 2, map.Kind, map.Type));
        var options = new WireWriter();
        options.Number(7, 1);
        writer.Message(7, options);
        return writer;
    }

    private static WireWriter EntryField(string name, int number, FieldKind kind, ProtoType? type)
    {
        var writer = new WireWriter();
        writer.Text(1, name);
        writer.Number(3, number);
        writer.Number(4, (int)FieldLabel.Optional);
        writer.Number(5, (int)kind);
        if (type is not null) writer.Text(6, "." + type.FullName);
        writer.Text(10, name);
        return writer;
    }

    private static string DefaultText(ProtoField field, OptionValue value) => value switch
    {
        OptionValue.Word word => (word.Negative ? "-" : "") + word.Name,
        OptionValue.Integer integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        OptionValue.Real real when field.Kind == FieldKind.Float => ProtoLiteral.Write((float)real.Value),
        OptionValue.Real real => ProtoLiteral.Write(real.Value),
        OptionValue.Text text when field.Kind == FieldKind.Bytes => ProtoLiteral.WriteAscii(text.Bytes)[1..^1],
        OptionValue.Text text => text.String,
        _ => "",
    };
}
