namespace RestStream.Schemas.Protobuf.Model;

internal sealed class ProtoOneof(string name, ProtoPlace place)
{
    public string Name { get; } = name;

    public ProtoPlace Place { get; } = place;

    public List<ProtoOption> Options { get; } = [];

    public List<ProtoField> Fields { get; } = [];
}
