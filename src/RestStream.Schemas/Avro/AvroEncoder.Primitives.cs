using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace RestStream.Schemas.Avro;

internal sealed partial class AvroEncoder
{
    private bool TryBoolean(JsonElement value)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return false;
        _written.WriteByte(value.ValueKind == JsonValueKind.True ? (byte)1 : (byte)0);
        return true;
    }

    private bool TryEnum(AvroEnum type, JsonElement value)
    {
        int index = value.ValueKind == JsonValueKind.String ? Array.IndexOf(type.Symbols, value.GetString()) : -1;
        return index >= 0 && WriteLong(index);
    }

    private static bool TryNumber(JsonElement value, out double number)
    {
        number = 0;
        return value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDouble(out number),
            JsonValueKind.String => AvroDefaults.TryReadNumber(value.GetString()!, out number) && !double.IsFinite(number),
            _ => false,
        };
    }

    private static bool TryLatin(JsonElement value, out byte[] bytes)
    {
        bytes = [];
        if (value.ValueKind != JsonValueKind.String || value.GetString()!.Any(character => character > 0xFF)) return false;
        bytes = Encoding.Latin1.GetBytes(value.GetString()!);
        return true;
    }

    private bool WriteLong(long value)
    {
        ulong bits = (ulong)((value << 1) ^ (value >> 63));
        for (; bits >= 0x80; bits >>= 7) _written.WriteByte((byte)(bits | 0x80));
        _written.WriteByte((byte)bits);
        return true;
    }

    private bool WriteFloat(float value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return Write(bytes);
    }

    private bool WriteDouble(double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return Write(bytes);
    }

    private bool WriteString(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return WriteLong(bytes.Length) && Write(bytes);
    }

    private bool Write(ReadOnlySpan<byte> bytes)
    {
        _written.Write(bytes);
        return true;
    }
}
