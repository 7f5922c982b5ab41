namespace RestStream.Schemas.Protobuf.Model;

internal sealed class ProtoService(string name, ProtoPlace place)
{
    public string Name { get; } = name;

    public ProtoPlace Place { get; } = place;

    public List<ProtoOption> Options { get; } = [];

    public List<ProtoMethod> Methods { get; } = [];
}
