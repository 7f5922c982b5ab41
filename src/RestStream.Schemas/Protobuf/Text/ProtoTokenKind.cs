namespace RestStream.Schemas.Protobuf.Text;

internal enum ProtoTokenKind
{
    End,
    Name,
    Integer,
    Real,
    Text,
    Symbol,
}
