using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace RestStream.Schemas.Protobuf.Codec;

/// <summary>Writes protobuf's binary form.</summary>
internal sealed class WireWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public void Tag(int number, WireType type) => Varint(((uint)number << 3) | (uint)type);

    public void Varint(ulong value)
    {
        var span = _bytes.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7) span[length++] = (byte)(value | 0x80);
        span[length++] = (byte)value;
        _bytes.Advance(length);
    }

    public void Fixed32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
    }

    public void Fixed64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }

    public void Raw(ReadOnlySpan<byte> value) => _bytes.Write(value);

    public void Bytes(int number, ReadOnlySpan<byte> value)
    {
        Tag(number, WireType.Bytes);
        Varint((ulong)value.Length);
        Raw(value);
    }

    public void Text(int number, string value) => Bytes(number, Encoding.UTF8.GetBytes(value));

    /// <summary>Writes text that may be absent.</summary>
    public void TextUnlessEmpty(int number, string value)
    {
        if (value.Length > 0) Text(number, value);
    }

    /// <summary>Writes a number; a negative one takes ten bytes, as for int32 and int64.</summary>
    public void Number(int number, long value)
    {
        Tag(number, WireType.Varint);
        Varint((ulong)value);
    }

    /// <summary>Writes true, or nothing.</summary>
    public void Flag(int number, bool value)
    {
        if (value) Number(number, 1);
    }

    public void Message(int number, WireWriter message) => Bytes(number, message.Written.Span);

    /// <summary>Writes a message unless it is empty.</summary>
    public void MessageUnlessEmpty(int number, WireWriter message)
    {
        if (message.Written.Length > 0) Message(number, message);
    }
}
