using System.Text.Encodings.Web;
using System.Text.Json;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Codec;

/// <summary>What decoding needs to know of a field. Thread-safe.</summary>
internal sealed class FieldPlan
{
    private readonly CodecTypes _types;
    private MessagePlan? _message;

    public FieldPlan(ProtoField field, ProtoSyntax syntax, CodecTypes types)
        : this(field.Name, field.Number, field.Kind, field.Type, syntax, types)
    {
        var isExtension = field.ExtensionName is not null;
        JsonName = JsonEncodedText.Encode(isExtension ? $"[{field.ExtensionName}]" : field.JsonName, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        IsRepeated = field.IsRepeated;
        IsRequired = field.Label == FieldLabel.Required;
        HasPresence = field.Message is not null || field.Oneof is not null || isExtension || syntax == ProtoSyntax.Proto2 || field.Label == FieldLabel.Optional;
        if (field.IsMap) Entry = new MessagePlan(field, syntax, types);
    }

    /// <summary>A part of a map's entry.</summary>
    public FieldPlan(string name, int number, FieldKind kind, ProtoType? type, ProtoSyntax syntax, CodecTypes types)
    {
        _types = types;
        Name = name;
        Number = number;
        Kind = kind;
        Type = type;
        Wire = WireTypes.Of(kind);
        IsUtf8 = kind == FieldKind.String && syntax == ProtoSyntax.Proto3;
        Enum = type is ProtoEnum declared ? types.PlanOf(declared) : null;
    }

    public string Name { get; }

    public int Number { get; }

    public FieldKind Kind { get; }

    public ProtoType? Type { get; }

    public WireType Wire { get; }

    public JsonEncodedText JsonName { get; }

    public bool IsRepeated { get; }

    public bool IsRequired { get; }

    /// <summary>False when a field that holds its default cannot be told from one that is absent.</summary>
    public bool HasPresence { get; }

    /// <summary>A string that must be UTF-8.</summary>
    public bool IsUtf8 { get; }

    public EnumPlan? Enum { get; }

    /// <summary>The key (1) and the value (2) of a map; null for another field.</summary>
    public MessagePlan? Entry { get; }

    /// <summary>The number of its oneof in the message, from 0; -1 when it stands in none.</summary>
    public int Oneof { get; init; } = -1;

    /// <summary>The message's plan, made at first use: messages hold each other.</summary>
    public MessagePlan Message => _message ??= _types.PlanOf((ProtoMessage)Type!);

    /// <summary>True for the field's own wire type, and for many values in one piece.</summary>
    public bool Accepts(WireType type) =>
        Entry is not null ? type == WireType.Bytes : type == Wire || (type == WireType.Bytes && IsRepeated && FieldKinds.CanBePacked(Kind));
}
