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

    /// <summary>All fields, members of oneofs too, in the order of the text.</summary>
    public List<ProtoField> AllFields { get; } = [];

    public IEnumerable<ProtoMessage> Messages => Types.OfType<ProtoMessage>();
}
