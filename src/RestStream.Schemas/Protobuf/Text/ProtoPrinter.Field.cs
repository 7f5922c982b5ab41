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

    private bool IsWrittenAsMap(ProtoField field) => field.IsMap && (IsNormalised || field.MapEntry is null);

    private string LabelOf(ProtoField field) => IsWrittenAsMap(field) ? "" : field.Label switch
    {
        FieldLabel.Optional => "optional ",
        FieldLabel.Required => "required ",
        FieldLabel.Repeated => "repeated ",
        _ => "",
    };

    private string TypeOf(ProtoField field)
    {
        if (field.Kind == FieldKind.Group) return "group";
        var isScalar = field.TypeName.Length == 0 || (IsNormalised && field.Type is null);
        var type = isScalar ? FieldKinds.NameOf(field.Kind) : Name(field.TypeName, field.Type);
        return IsWrittenAsMap(field) ? $"map<{FieldKinds.NameOf(field.MapKey!.Value)}, {type}>" : type;
    }

    /// <summary>What describes the field itself comes behind its other options.</summary>
    private static int RankOf(ProtoOption option) => option.Is("json_name") ? 2 : option.Is("default") ? 1 : 0;
}
