namespace RestStream.Schemas.Protobuf.Model;

internal enum ProtoSyntax
{
    Proto2,
    Proto3,
}
