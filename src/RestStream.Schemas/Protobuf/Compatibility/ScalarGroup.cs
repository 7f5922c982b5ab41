namespace RestStream.Schemas.Protobuf.Compatibility;

/// <summary>Kinds of which one can be read as another: they have the same form on the wire and mean much the same.</summary>
internal enum ScalarGroup
{
    Number,
    SignedNumber,
    Text,
    Fixed32,
    Fixed64,
    Float,
    Double,
}
