using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Descriptors;

/// <summary>The parts of a FieldDescriptorProto.</summary>
internal sealed class FieldParts
{
    public FieldParts(List<WireField> parts)
    {
        foreach (var part in parts) Set(part);
        var isKind = Kind is >= FieldKind.Named and <= FieldKind.SInt64;
        var isNamed = Kind is FieldKind.Named or FieldKind.Enum || FieldKinds.IsMessage(Kind);
        if (!isKind || Label is < FieldLabel.Optional or > FieldLabel.Repeated || isNamed != TypeName.Length > 0 || Number is < 1 or > ProtoRange.MaxFieldNumber)
            throw new FormatException($"The field {Name} is broken.");
    }

    public string Name { get; private set; } = "";

    public string Extendee { get; private set; } = "";

    public int Number { get; private set; }

    public FieldLabel Label { get; private set; } = FieldLabel.Optional;

    public FieldKind Kind { get; private set; }

    public string TypeName { get; private set; } = "";

    public string? Default { get; private set; }

    public List<ReadOnlyMemory<byte>> Options { get; } = [];

    public int? OneofIndex { get; private set; }

    public string? JsonName { get; private set; }

    public bool IsProto3Optional { get; private set; }

    private void Set(WireField part)
    {
        switch (part.Number)
        {
            case 1: Name = part.Text; break;
            case 2: Extendee = part.Text; break;
            case 3: Number = part.Int; break;
            case 4: Label = (FieldLabel)part.Int; break;
            case 5: Kind = (FieldKind)part.Int; break;
            case 6: TypeName = part.Text; break;
            case 7: Default = part.Text; break;
            case 8: Options.Add(part.Bytes); break;
            case 9: OneofIndex = part.Int; break;
            case 10: JsonName = part.Text; break;
            case 17: IsProto3Optional = part.Bits != 0; break;
        }
    }
}
