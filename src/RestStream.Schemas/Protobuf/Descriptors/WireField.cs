using RestStream.Schemas.Protobuf.Codec;

namespace RestStream.Schemas.Protobuf.Descriptors;

/// <summary>A field of a small binary message: its number, and its bits or bytes.</summary>
internal readonly record struct WireField(int Number, WireType Type, ulong Bits, ReadOnlyMemory<byte> Bytes)
{
    public int Int => (int)Bits;

    public string Text => System.Text.Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>All fields of a message in their order; groups are left out.</summary>
    /// <exception cref="FormatException">The bytes are no message.</exception>
    public static List<WireField> ReadAll(ReadOnlyMemory<byte> message)
    {
        List<WireField> fields = [];
        var reader = new WireReader(message.Span);
        while (!reader.IsAtEnd)
        {
            if (!reader.TryTag(out var number, out var type)) throw new FormatException("A tag is broken.");
            if (Read(ref reader, message, number, type) is { } field) fields.Add(field);
        }

        return fields;
    }

    private static WireField? Read(ref WireReader reader, ReadOnlyMemory<byte> message, int number, WireType type)
    {
        ulong bits = 0;
        ReadOnlySpan<byte> bytes = default;
        var isWhole = type switch
        {
            WireType.Varint => reader.TryVarint(out bits),
            WireType.Fixed64 => reader.TryFixed64(out bits),
            WireType.Bytes => reader.TryBytes(out bytes),
            WireType.Fixed32 => TryFixed32(ref reader, out bits),
            _ => reader.TrySkip(number, type),
        };
        if (!isWhole) throw new FormatException($"The field {number} is cut off.");
        if (type is WireType.StartGroup) return null;
        return new WireField(number, type, bits, type == WireType.Bytes ? message.Slice(reader.At - bytes.Length, bytes.Length) : default);
    }

    private static bool TryFixed32(ref WireReader reader, out ulong bits)
    {
        var isWhole = reader.TryFixed32(out var value);
        bits = value;
        return isWhole;
    }
}
