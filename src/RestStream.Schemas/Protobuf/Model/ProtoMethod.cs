namespace RestStream.Schemas.Protobuf.Model;

internal sealed class ProtoMethod(string name, ProtoPlace place)
{
    public string Name { get; } = name;

    public ProtoPlace Place { get; } = place;

    public string InputName { get; set; } = "";

    public string OutputName { get; set; } = "";

    public ProtoMessage? Input { get; set; }

    public ProtoMessage? Output { get; set; }

    public bool ClientStreams { get; set; }

    public bool ServerStreams { get; set; }

    public List<ProtoOption> Options { get; } = [];
}
