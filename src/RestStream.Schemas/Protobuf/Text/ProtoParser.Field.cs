using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Text;

internal sealed partial class ProtoParser
{
    /// <summary>Reads a field; a group's message goes to <paramref name="scope"/>.</summary>
    private ProtoField Field(List<ProtoType> scope, ProtoOneof? oneof, int depth)
    {
        var label = Label();
        if (label != FieldLabel.None && oneof is not null) throw Error("a field of a oneof has no label");
        if (_now.IsName("map") && _next.IsSymbol('<')) return Map(label, oneof);
        var isGroup = _now.IsName("group") && _next.Kind == ProtoTokenKind.Name && char.IsAsciiLetterUpper(_next.Text[0]);
        if (label == FieldLabel.None && oneof is null && _file.Syntax == ProtoSyntax.Proto2)
            throw Error("a field of proto2 begins with optional, required or repeated (or is a map): write a label, or syntax = \"proto3\" first");
        return isGroup ? Group(label, scope, oneof, depth) : Plain(label, oneof);
    }

    private FieldLabel Label()
    {
        if (_now.Kind != ProtoTokenKind.Name) return FieldLabel.None;
        var label = _now.Text switch
        {
            "optional" => FieldLabel.Optional,
            "required" => FieldLabel.Required,
            "repeated" => FieldLabel.Repeated,
            _ => FieldLabel.None,
        };
        if (label != FieldLabel.None) Take();
        return label;
    }

    private ProtoField Plain(FieldLabel label, ProtoOneof? oneof)
    {
        var type = TypeName();
        var kind = FieldKinds.TryScalar(type, out var scalar) ? scalar : FieldKind.Named;
        var place = _now.Place;
        var name = Name();
        Symbol('=');
        var field = new ProtoField(name, FieldNumber(), place) { Label = label, Kind = kind, TypeName = kind == FieldKind.Named ? type : "", Oneof = oneof };
        return EndField(field);
    }

    private ProtoField EndField(ProtoField field)
    {
        field.Options.AddRange(OptionList());
        Symbol(';');
        return field;
    }

    private ProtoField Map(FieldLabel label, ProtoOneof? oneof)
    {
        if (label != FieldLabel.None) throw Error("a map has no label");
        if (oneof is not null) throw Error("a map cannot stand in a oneof");
        Take();
        Symbol('<');
        var key = MapKey();
        Symbol(',');
        var type = TypeName();
        Symbol('>');
        var kind = FieldKinds.TryScalar(type, out var scalar) ? scalar : FieldKind.Named;
        var place = _now.Place;
        var name = Name();
        Symbol('=');
        return EndField(ProtoField.Map(name, FieldNumber(), place, key, kind, kind == FieldKind.Named ? type : ""));
    }

    private FieldKind MapKey()
    {
        var place = _now.Place;
        var name = TypeName();
        if (FieldKinds.TryScalar(name, out var kind) && FieldKinds.CanBeMapKey(kind)) return kind;
        throw ProtoTokenizer.Error($"a map's key is an integer, bool or string, not {name}", place);
    }

    private ProtoField Group(FieldLabel label, List<ProtoType> scope, ProtoOneof? oneof, int depth)
    {
        if (_file.Syntax == ProtoSyntax.Proto3) throw Error("proto3 has no groups");
        Take();
        var place = _now.Place;
        var group = new ProtoMessage(Name(), place) { IsGroup = true };
        Symbol('=');
        var number = FieldNumber();
        var field = new ProtoField(group.Name.ToLowerInvariant(), number, place)
        {
            Label = label, Kind = FieldKind.Group, TypeName = group.Name, Type = group, Oneof = oneof,
        };
        field.Options.AddRange(OptionList());
        scope.Add(group);
        MessageBody(group, depth + 1);
        return field;
    }
}
