using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Codec;

internal ref partial struct MessageDecoder
{
    private readonly ReadOnlySpan<byte> Span(Occurrence value) => _bytes.Slice(value.Start, value.Length);

    /// <summary>The bits of a number; the scan has seen that they are there.</summary>
    private readonly ulong Bits(Occurrence value)
    {
        var reader = new WireReader(Span(value));
        if (value.Type == WireType.Varint && reader.TryVarint(out var bits)) return bits;
        if (value.Type == WireType.Fixed32 && reader.TryFixed32(out var small)) return small;
        return reader.TryFixed64(out bits) ? bits : 0;
    }

    /// <summary>False for a number that a closed enum does not name: it counts as an unknown field.</summary>
    private readonly bool IsKnown(FieldPlan field, Occurrence value) => field.Enum is null || field.Enum.Knows((int)Bits(value));

    private readonly bool IsDefault(FieldPlan field, Occurrence value) => field.Kind switch
    {
        FieldKind.String or FieldKind.Bytes => value.Length == 0,
        FieldKind.Int32 or FieldKind.UInt32 or FieldKind.SInt32 or FieldKind.Enum => (uint)Bits(value) == 0,
        _ => Bits(value) == 0,
    };

    private bool Scalar(FieldPlan field, Occurrence value)
    {
        if (IsJsonTooLarge) return Fail("The message is too large as JSON.");
        if (field.Kind == FieldKind.String) return String(field, Span(value));
        if (field.Kind == FieldKind.Bytes) _json?.WriteBase64StringValue(Span(value));
        else if (_json is not null) Number(field, Bits(value));
        return true;
    }

    private bool String(FieldPlan field, ReadOnlySpan<byte> text)
    {
        var isValid = Utf8.IsValid(text);
        if (!isValid && field.IsUtf8) return Fail($"The string {field.Name} ({field.Number}) is not UTF-8.");
        if (isValid) _json?.WriteStringValue(text);
        else _json?.WriteStringValue(Encoding.UTF8.GetString(text));
        return true;
    }

    private readonly void Number(FieldPlan field, ulong bits)
    {
        switch (field.Kind)
        {
            case FieldKind.Bool: _json!.WriteBooleanValue(bits != 0); break;
            case FieldKind.Enum: Enum(field.Enum!, (int)bits); break;
            case FieldKind.Float: Real(BitConverter.UInt32BitsToSingle((uint)bits)); break;
            case FieldKind.Double: Real(BitConverter.UInt64BitsToDouble(bits)); break;
            default: Integer(field.Kind, bits); break;
        }
    }

    private readonly void Enum(EnumPlan plan, int number)
    {
        if (plan.IsNull) _json!.WriteNullValue();
        else if (plan.TryName(number, out var name)) _json!.WriteStringValue(name);
        else _json!.WriteNumberValue(number);
    }

    private readonly void Real(float value)
    {
        if (float.IsFinite(value)) _json!.WriteNumberValue(value);
        else NotFinite(value);
    }

    private readonly void Real(double value)
    {
        if (double.IsFinite(value)) _json!.WriteNumberValue(value);
        else NotFinite(value);
    }

    private readonly void NotFinite(double value) => _json!.WriteStringValue(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);

    /// <summary>JSON's numbers are doubles for many readers: 64 bits are written as strings.</summary>
    private readonly void Integer(FieldKind kind, ulong bits)
    {
        Span<byte> text = stackalloc byte[24];
        var length = Format(kind, bits, text);
        if (FieldKinds.Range(kind).Greatest > uint.MaxValue) _json!.WriteStringValue(text[..length]);
        else _json!.WriteRawValue(text[..length], skipInputValidation: true);
    }

    private static int Format(FieldKind kind, ulong bits, Span<byte> text)
    {
        var isUnsigned = kind is FieldKind.UInt64 or FieldKind.Fixed64;
        _ = isUnsigned ? Utf8Formatter.TryFormat(bits, text, out var length) : Utf8Formatter.TryFormat(Signed(kind, bits), text, out length);
        return length;
    }

    private static long Signed(FieldKind kind, ulong bits) => kind switch
    {
        FieldKind.UInt32 or FieldKind.Fixed32 => (uint)bits,
        FieldKind.SInt32 => (int)((uint)bits >> 1) ^ -(int)(bits & 1),
        FieldKind.SInt64 => (long)(bits >> 1) ^ -(long)(bits & 1),
        FieldKind.Int32 or FieldKind.SFixed32 => (int)bits,
        _ => (long)bits,
    };
}
