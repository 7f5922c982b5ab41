namespace RestStream.Schemas.Protobuf.Codec;

/// <summary>The messages that have a form of their own in JSON.</summary>
internal enum WellKnownType
{
    None,
    Any,
    Duration,
    FieldMask,
    ListValue,
    Struct,
    Timestamp,
    Value,
    Wrapper,
}
