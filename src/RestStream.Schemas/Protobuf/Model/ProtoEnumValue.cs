namespace RestStream.Schemas.Protobuf.Model;

internal sealed record ProtoEnumValue(string Name, int Number, IReadOnlyList<ProtoOption> Options, ProtoPlace Place);
