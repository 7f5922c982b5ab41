using System.Buffers.Binary;
using System.Text.Unicode;
using System.Text;

namespace RestStream.Broker.Groups.Protocol;

/// <summary>
/// Reads the fields of a Kafka message from bytes that nobody has checked. The first field that does not fit breaks the reader: it and every later one
/// read as nothing, and <see cref="IsBroken"/> stays true, so a caller checks once, at the end. Allocates only what the bytes that are there can hold.
/// </summary>
internal ref struct MessageReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>True in Kafka's "flexible" versions: lengths are unsigned varints plus one, and a struct ends with tagged fields.</summary>
    public bool IsFlexible { get; set; }

    /// <summary>True when a field did not fit.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>True when every field fitted and nothing is left.</summary>
    public readonly bool IsComplete => !IsBroken && _rest.IsEmpty;

    public short ReadInt16() => Take(sizeof(short)) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadInt16BigEndian(bytes) : (short)0;

    public int ReadInt32() => Take(sizeof(int)) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadInt32BigEndian(bytes) : 0;

    public long ReadInt64() => Take(sizeof(long)) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadInt64BigEndian(bytes) : 0;

    /// <summary>A text that cannot be null.</summary>
    public string ReadString() => ReadNullableString() ?? Break("");

    public string? ReadNullableString()
    {
        int length = IsFlexible ? ReadCompactLength() : ReadInt16();
        if (IsNull(length)) return null;
        ReadOnlySpan<byte> text = Take(length);
        return Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : Break("");
    }

    /// <summary>Bytes that cannot be null; a copy.</summary>
    public ReadOnlyMemory<byte> ReadBytes() => ReadNullableBytes() ?? Break(ReadOnlyMemory<byte>.Empty);

    /// <summary>Bytes or null; a copy.</summary>
    public ReadOnlyMemory<byte>? ReadNullableBytes()
    {
        int length = IsFlexible ? ReadCompactLength() : ReadInt32();
        if (IsNull(length)) return null;
        return Take(length).ToArray();
    }

    /// <summary>The length of an array that cannot be null; never more than the rest can hold.</summary>
    /// <param name="elementBytes">The fewest bytes of an element.</param>
    public int ReadCount(int elementBytes)
    {
        int count = IsFlexible ? ReadCompactLength() : ReadInt32();
        return count >= 0 && count <= _rest.Length / elementBytes ? count : Break(0);
    }

    /// <summary>The bytes of one tagged field, empty when it is absent; passes over all others. Nothing in versions without them.</summary>
    public ReadOnlySpan<byte> ReadTaggedField(int wanted)
    {
        ReadOnlySpan<byte> found = default;
        for (int left = IsFlexible ? ReadUnsignedVarint() : 0; left > 0 && !IsBroken; left--)
        {
            int tag = ReadUnsignedVarint();
            ReadOnlySpan<byte> field = Take(ReadUnsignedVarint());
            if (tag == wanted) found = field;
        }

        return found;
    }

    /// <summary>Passes over the tagged fields that end a struct.</summary>
    public void SkipTaggedFields() => ReadTaggedField(-1);

    private int ReadCompactLength() => ReadUnsignedVarint() - 1;

    // At most 31 bits: nothing here is longer.
    private int ReadUnsignedVarint()
    {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            ReadOnlySpan<byte> group = Take(1);
            if (group.IsEmpty) return 0;
            value |= (long)(group[0] & 0x7F) << shift;
            if (group[0] < 0x80) return value <= int.MaxValue ? (int)value : Break(0);
        }

        return Break(0);
    }

    private readonly bool IsNull(int length) => length == -1 && !IsBroken;

    private ReadOnlySpan<byte> Take(int length)
    {
        if (IsBroken || length < 0 || length > _rest.Length)
        {
            IsBroken = true;
            return default;
        }

        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    private T Break<T>(T nothing)
    {
        IsBroken = true;
        return nothing;
    }
}
