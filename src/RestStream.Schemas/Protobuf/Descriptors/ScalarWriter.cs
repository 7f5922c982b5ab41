using RestStream.Schemas.Protobuf.Codec;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Descriptors;

/// <summary>What writes an option's value into a scalar field.</summary>
internal static class ScalarWriter
{
    /// <summary>Writes tag and value; null when the value does not fit the field.</summary>
    public static Action<WireWriter>? For(ProtoField field, OptionValue value)
    {
        if (field.Kind is FieldKind.String or FieldKind.Bytes) return value is OptionValue.Text text ? writer => writer.Bytes(field.Number, text.Bytes) : null;
        if (Bits(field, value) is not { } bits) return null;
        return writer => Write(writer, field, bits);
    }

    private static void Write(WireWriter writer, ProtoField field, ulong bits)
    {
        var type = WireTypes.Of(field.Kind);
        writer.Tag(field.Number, type);
        if (type == WireType.Varint) writer.Varint(bits);
        else if (type == WireType.Fixed32) writer.Fixed32((uint)bits);
        else writer.Fixed64(bits);
    }

    private static ulong? Bits(ProtoField field, OptionValue value) => field.Kind switch
    {
        FieldKind.Bool => value is OptionValue.Word { Negative: false, Name: "true" or "false" } word ? (word.Name == "true" ? 1UL : 0) : null,
        FieldKind.Enum => value is OptionValue.Word name ? EnumBits(field.Enum!, name.Name) : null,
        FieldKind.Double => Real(value) is { } real ? BitConverter.DoubleToUInt64Bits(real) : null,
        FieldKind.Float => Real(value) is { } real ? BitConverter.SingleToUInt32Bits((float)real) : null,
        _ => IntegerBits(field.Kind, value),
    };

    private static ulong? EnumBits(ProtoEnum type, string name) => type.Values.Find(value => value.Name == name) is { } found ? (ulong)found.Number : null;

    private static ulong? IntegerBits(FieldKind kind, OptionValue value)
    {
        var (least, greatest) = FieldKinds.Range(kind);
        if (value is not OptionValue.Integer integer || integer.Value < least || integer.Value > greatest) return null;
        var signed = (long)(ulong)(UInt128)integer.Value;
        return kind switch
        {
            FieldKind.SInt32 or FieldKind.SInt64 => (ulong)((signed << 1) ^ (signed >> 63)),
            _ => (ulong)signed,
        };
    }

    private static double? Real(OptionValue value) => value switch
    {
        OptionValue.Integer integer => (double)integer.Value,
        OptionValue.Real real => real.Value,
        OptionValue.Word { Name: "inf" } word => word.Negative ? double.NegativeInfinity : double.PositiveInfinity,
        OptionValue.Word { Name: "nan" } => double.NaN,
        _ => null,
    };
}
