using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Codec;

internal static class WireTypes
{
    /// <summary>The wire type of one value of a kind.</summary>
    public static WireType Of(FieldKind kind) => kind switch
    {
        FieldKind.Fixed32 or FieldKind.SFixed32 or FieldKind.Float => WireType.Fixed32,
        FieldKind.Fixed64 or FieldKind.SFixed64 or FieldKind.Double => WireType.Fixed64,
        FieldKind.String or FieldKind.Bytes or FieldKind.Message => WireType.Bytes,
        FieldKind.Group => WireType.StartGroup,
        _ => WireType.Varint,
    };
}
