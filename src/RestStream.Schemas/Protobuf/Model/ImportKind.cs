namespace RestStream.Schemas.Protobuf.Model;

internal enum ImportKind
{
    Plain,
    Public,
    Weak,
}
