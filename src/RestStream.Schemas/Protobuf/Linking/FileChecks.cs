using RestStream.Schemas.Protobuf.Model;
using RestStream.Schemas.Protobuf.Text;

namespace RestStream.Schemas.Protobuf.Linking;

/// <summary>Checks of a whole file whose names are resolved.</summary>
internal static class FileChecks
{
    public static void Check(ProtoFile file)
    {
        foreach (var type in file.Types) Check(type);
        CheckExtends(file);
    }

    private static void Check(ProtoType type)
    {
        if (type is ProtoEnum asEnum) EnumChecks.Check(asEnum);
        else Check((ProtoMessage)type);
    }

    private static void Check(ProtoMessage message)
    {
        MessageChecks.Check(message);
        foreach (var type in message.Types) Check(type);
    }

    private static void CheckExtends(ProtoFile file)
    {
        HashSet<(ProtoMessage, int)> numbers = [];
        foreach (var extend in file.AllExtends())
        {
            CheckExtendee(extend, file);
            foreach (var field in extend.Fields) CheckExtension(field, extend.Extendee!, file, numbers);
        }
    }

    private static void CheckExtendee(ProtoExtend extend, ProtoFile file)
    {
        var isOptions = extend.Extendee!.File.Path == "google/protobuf/descriptor.proto" && extend.Extendee.Name.EndsWith("Options", StringComparison.Ordinal);
        if (file.Syntax == ProtoSyntax.Proto3 && !isOptions) throw ProtoTokenizer.Error("proto3 extends the messages of options alone", extend.Place);
    }

    private static void CheckExtension(ProtoField field, ProtoMessage extendee, ProtoFile file, HashSet<(ProtoMessage, int)> numbers)
    {
        if (!extendee.ExtensionRanges.Exists(range => range.Ranges.Any(each => each.Contains(field.Number))))
            throw ProtoTokenizer.Error($"{extendee.FullName} has no extension range with {field.Number}", field.Place);
        if (!numbers.Add((extendee, field.Number))) throw ProtoTokenizer.Error($"{extendee.FullName} is extended twice with the number {field.Number}", field.Place);
        if (field.Label == FieldLabel.Required) throw ProtoTokenizer.Error("an extension cannot be required", field.Place);
        if (field.IsMap) throw ProtoTokenizer.Error("an extension cannot be a map", field.Place);
        if (field.StatedJsonName is not null && field.StatedJsonName != field.DefaultJsonName) throw ProtoTokenizer.Error("an extension has no json_name", field.Place);
        FieldChecks.Check(field, file.Syntax);
    }
}
