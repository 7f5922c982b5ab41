using RestStream.Schemas.Protobuf.Model;
using RestStream.Schemas.Protobuf.Text;

namespace RestStream.Schemas.Protobuf.Linking;

/// <summary>Checks of one field: what its syntax allows, and the options that say something of its values.</summary>
internal static class FieldChecks
{
    public static void Check(ProtoField field, ProtoSyntax syntax)
    {
        if (syntax == ProtoSyntax.Proto3) CheckProto3(field);
        CheckOnce(field, "default");
        CheckOnce(field, "json_name");
        CheckPacked(field);
        if (field.Find("json_name") is { Value: not OptionValue.Text }) throw Error("json_name is a string", field);
        if (field.JsonName.Length > ProtobufLimits.MaxNameLength) throw Error($"json_name is longer than {ProtobufLimits.MaxNameLength} characters", field);
        if (field.IsMap && field.Enum is { IsOpen: false } values && values.Values is [{ Number: not 0 }, ..]) throw Error($"a map cannot hold {values.FullName}: its first value is not 0", field);
        if (field.Default is { } value) CheckDefault(field, value.Value);
    }

    private static SchemaException Error(string message, ProtoField field) => ProtoTokenizer.Error(message, field.Place);

    private static void CheckProto3(ProtoField field)
    {
        if (field.Label == FieldLabel.Required) throw Error("proto3 has no required fields", field);
        if (field.Default is not null) throw Error("proto3 has no defaults", field);
        if (field.Enum is { IsOpen: false } closed && field.ExtensionName is null)
            throw Error($"proto3 cannot use {closed.FullName}: it is an enum of proto2", field);
    }

    private static void CheckOnce(ProtoField field, string option)
    {
        if (field.Options.Count(each => each.Is(option)) > 1) throw Error($"{option} is set twice", field);
    }

    private static void CheckPacked(ProtoField field)
    {
        if (field.Find("packed") is not { } packed) return;
        if (packed.Value is not OptionValue.Word { Name: "true" or "false", Negative: false } word) throw Error("packed is true or false", field);
        if (word.Name == "true" && !(field.IsRepeated && FieldKinds.CanBePacked(field.Kind) && !field.IsMap))
            throw Error("only a repeated field of numbers, bools or enums can be packed", field);
    }

    private static void CheckDefault(ProtoField field, OptionValue value)
    {
        if (field.IsRepeated || FieldKinds.IsMessage(field.Kind)) throw Error("a repeated field or a message has no default", field);
        if (!Fits(field, value)) throw Error($"the default of {field.Name} is not {WordFor(field)}", field);
    }

    private static string WordFor(ProtoField field) => field.Enum is { } type ? $"a value of {type.FullName}" : $"a value of {FieldKinds.NameOf(field.Kind)}";

    private static bool Fits(ProtoField field, OptionValue value) => field.Kind switch
    {
        FieldKind.String or FieldKind.Bytes => value is OptionValue.Text,
        FieldKind.Bool => value is OptionValue.Word { Negative: false, Name: "true" or "false" },
        FieldKind.Enum => value is OptionValue.Word { Negative: false } word && field.Enum!.Values.Exists(each => each.Name == word.Name),
        FieldKind.Float or FieldKind.Double => value is OptionValue.Integer or OptionValue.Real or OptionValue.Word { Name: "inf" or "nan" },
        _ => value is OptionValue.Integer integer && integer.Value >= FieldKinds.Range(field.Kind).Least && integer.Value <= FieldKinds.Range(field.Kind).Greatest,
    };
}
