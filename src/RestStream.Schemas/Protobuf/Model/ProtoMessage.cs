namespace RestStream.Schemas.Protobuf.Model;

internal sealed class ProtoMessage(string name, ProtoPlace place) : ProtoType(name, place)
{
    /// <summary>The fields that stand in no oneof.</summary>
    public List<ProtoField> Fields { get; } = [];

    public List<ProtoOneof> Oneofs { get; } = [];

    /// <summary>The messages and enums inside, groups included, in their order.</summary>
    public List<ProtoType> Types { get; } = [];

    public List<ProtoExtend> Extends { get; } = [];

    public List<ProtoExtensionRange> ExtensionRanges { get; } = [];

    public List<ProtoReserved> Reserved { get; } = [];

    /// <summary>The message was declared by a group field and is written with it.</summary>
    public bool IsGroup { get; set; }

    /// <summary>The message stands for the entries of maps, as descriptors declare them.</summary>
    public bool IsMapEntry => Parent is not null && Options.Exists(option => option.Is("map_entry") && option.Value is OptionValue.Word { Name: "true" })
        && AllFields is [{ Name: "key", Number: 1, IsRepeated: false }, { Name: "value", Number: 2, IsRepeated: false }] && FieldKinds.CanBeMapKey(AllFields[0].Kind) && Types.Count == 0;

    /// <summary>All fields, members of oneofs too, in the order of the text.</summary>
    public List<ProtoField> AllFields { get; } = [];

    public IEnumerable<ProtoMessage> Messages => Types.OfType<ProtoMessage>();
}
