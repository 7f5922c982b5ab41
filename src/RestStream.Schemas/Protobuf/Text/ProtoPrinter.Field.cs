using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Text;

internal sealed partial class ProtoPrinter
{
    private void Oneof(ProtoOneof oneof)
    {
        Open("oneof " + oneof.Name);
        Group(Options(oneof.Options), OptionLine);
        FieldGroups(oneof.Fields, []);
        Close();
    }

    private void Field(ProtoField field)
    {
        var isGroup = field.Kind == FieldKind.Group;
        Indent().Append(LabelOf(field)).Append(TypeOf(field)).Append(' ').Append(isGroup ? field.Message!.Name : field.Name).Append(" = ").Append(field.Number);
        OptionList([.. field.Options.OrderBy(RankOf)]);
        if (isGroup) GroupBody(field.Message!);
        else _text.Append(";\n");
    }

    private void GroupBody(ProtoMessage group)
    {
        _text.Append(" {\n");
        _depth++;
        MessageBody(group);
        Close();
    }

    private static string LabelOf(ProtoField field) => field.IsMap ? "" : field.Label switch
    {
        FieldLabel.Optional => "optional ",
        FieldLabel.Required => "required ",
        FieldLabel.Repeated => "repeated ",
        _ => "",
    };

    private string TypeOf(ProtoField field)
    {
        if (field.Kind == FieldKind.Group) return "group";
        var type = field.TypeName.Length == 0 ? FieldKinds.NameOf(field.Kind) : Name(field.TypeName, field.Type);
        return field.IsMap ? $"map<{FieldKinds.NameOf(field.MapKey!.Value)}, {type}>" : type;
    }

    /// <summary>What describes the field itself comes behind its other options.</summary>
    private static int RankOf(ProtoOption option) => option.Is("json_name") ? 2 : option.Is("default") ? 1 : 0;
}
