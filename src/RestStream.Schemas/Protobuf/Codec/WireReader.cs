using System.Buffers.Binary;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Codec;

/// <summary>Reads protobuf's binary form. Every call answers false for bytes that are none, and never reads beyond them.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>How deep groups that are skipped may nest.</summary>
    private const int MaxGroupDepth = 100;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int At { get; private set; }

    /// <summary>Where the last tag began: after a group was skipped, the end of what is in it.</summary>
    public int LastTagAt { get; private set; }

    public readonly bool IsAtEnd => At == _bytes.Length;

    public bool TryTag(out int number, out WireType type)
    {
        number = 0;
        type = default;
        LastTagAt = At;
        if (!TryVarint(out var tag) || tag > uint.MaxValue) return false;
        number = (int)(tag >> 3);
        type = (WireType)(tag & 7);
        return number is > 0 and <= ProtoRange.MaxFieldNumber && type <= WireType.Fixed32;
    }

    public bool TryVarint(out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 70 && At < _bytes.Length; shift += 7)
        {
            var next = _bytes[At++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return shift < 63 || next <= 1;
        }

        return false;
    }

    public bool TryFixed32(out uint value)
    {
        if (!TryTake(4, out var taken))
        {
            value = 0;
            return false;
        }

        value = BinaryPrimitives.ReadUInt32LittleEndian(taken);
        return true;
    }

    public bool TryFixed64(out ulong value)
    {
        if (!TryTake(8, out var taken))
        {
            value = 0;
            return false;
        }

        value = BinaryPrimitives.ReadUInt64LittleEndian(taken);
        return true;
    }

    public bool TryBytes(out ReadOnlySpan<byte> value)
    {
        value = default;
        return TryVarint(out var length) && length <= (ulong)(_bytes.Length - At) && TryTake((int)length, out value);
    }

    /// <summary>Skips the value behind a tag, a group with all that is in it.</summary>
    public bool TrySkip(int number, WireType type) => type == WireType.StartGroup ? TrySkipGroup(number) : TrySkipValue(type);

    private bool TrySkipValue(WireType type) => type switch
    {
        WireType.Varint => TryVarint(out _),
        WireType.Fixed64 => TryTake(8, out _),
        WireType.Fixed32 => TryTake(4, out _),
        WireType.Bytes => TryBytes(out _),
        _ => false,
    };

    private bool TrySkipGroup(int number)
    {
        Span<int> open = stackalloc int[MaxGroupDepth];
        open[0] = number;
        var depth = 1;
        while (depth > 0)
        {
            if (!TryTag(out var next, out var type)) return false;
            if (type == WireType.EndGroup)
            {
                if (open[--depth] != next) return false;
            }
            else if (type == WireType.StartGroup)
            {
                if (depth == MaxGroupDepth) return false;
                open[depth++] = next;
            }
            else if (!TrySkipValue(type))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryTake(int length, out ReadOnlySpan<byte> taken)
    {
        var fits = _bytes.Length - At >= length;
        taken = fits ? _bytes.Slice(At, length) : default;
        if (fits) At += length;
        return fits;
    }
}
