namespace RestStream.Schemas.Protobuf.Model;

/// <summary>One <c>extend</c> block.</summary>
internal sealed class ProtoExtend(string extendeeName, ProtoPlace place)
{
    public string ExtendeeName { get; } = extendeeName;

    public ProtoPlace Place { get; } = place;

    public ProtoMessage? Extendee { get; set; }

    public List<ProtoField> Fields { get; } = [];
}
