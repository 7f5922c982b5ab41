namespace RestStream.Schemas.Protobuf.Codec;

/// <summary>How a field's bytes are laid out: the low three bits of its tag.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    StartGroup = 3,
    EndGroup = 4,
    Fixed32 = 5,
}
