using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Compatibility;

/// <summary>The group of each kind.</summary>
internal static class ScalarGroups
{
    public static ScalarGroup Of(FieldKind kind) => kind switch
    {
        FieldKind.SInt32 or FieldKind.SInt64 => ScalarGroup.SignedNumber,
        FieldKind.String or FieldKind.Bytes => ScalarGroup.Text,
        FieldKind.Fixed32 or FieldKind.SFixed32 => ScalarGroup.Fixed32,
        FieldKind.Fixed64 or FieldKind.SFixed64 => ScalarGroup.Fixed64,
        FieldKind.Float => ScalarGroup.Float,
        FieldKind.Double => ScalarGroup.Double,
        _ => ScalarGroup.Number,
    };
}
