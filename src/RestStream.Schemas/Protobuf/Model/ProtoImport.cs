namespace RestStream.Schemas.Protobuf.Model;

internal sealed record ProtoImport(string Path, ImportKind Kind, ProtoPlace Place);
