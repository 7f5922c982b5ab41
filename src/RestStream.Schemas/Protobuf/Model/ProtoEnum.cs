namespace RestStream.Schemas.Protobuf.Model;

internal sealed class ProtoEnum(string name, ProtoPlace place) : ProtoType(name, place)
{
    public List<ProtoEnumValue> Values { get; } = [];

    public List<ProtoReserved> Reserved { get; } = [];

    /// <summary>A number that it does not name is kept (proto3), not treated as an unknown field (proto2).</summary>
    public bool IsOpen => File.Syntax == ProtoSyntax.Proto3;
}
