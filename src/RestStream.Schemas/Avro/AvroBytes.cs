using System.Buffers.Binary;

namespace RestStream.Schemas.Avro;

/// <summary>Reads Avro's binary primitives. Every method moves on only if there is one, and sets <see cref="Problem"/> if not.</summary>
internal ref struct AvroBytes(ReadOnlySpan<byte> payload)
{
    private readonly ReadOnlySpan<byte> _payload = payload;

    /// <summary>How far it is read, in bytes.</summary>
    public int Position { get; private set; }

    /// <summary>What is wrong; null while nothing is.</summary>
    public string? Problem { get; set; }

    public readonly int Left => _payload.Length - Position;

    public bool TryBoolean(out bool value)
    {
        value = false;
        if (!TryBytes(1, out var read)) return false;
        value = read[0] == 1;
        return read[0] <= 1 || Fail($"a boolean is the byte 0 or 1, this is {read[0]}");
    }

    public bool TryInt(out int value)
    {
        bool read = TryLong(out long number);
        value = (int)number;
        return read && (value == number || Fail($"{number} does not fit in an int"));
    }

    /// <summary>A zigzag varint: 7 bits a byte, the low ones first, at most 64 bits.</summary>
    public bool TryLong(out long value)
    {
        ulong bits = 0;
        for (int shift = 0; shift < 64 && Left > 0; shift += 7)
        {
            byte read = _payload[Position++];
            bits |= (ulong)(read & 0x7F) << shift;
            value = (long)(bits >> 1) ^ -(long)(bits & 1);
            if (shift == 63 && read > 1) return Fail("a number has more than 64 bits");
            if (read < 0x80) return true;
        }

        value = 0;
        return Fail("the payload ends within a number");
    }

    public bool TryFloat(out float value)
    {
        bool read = TryBytes(sizeof(float), out var bytes);
        value = read ? BinaryPrimitives.ReadSingleLittleEndian(bytes) : 0;
        return read;
    }

    public bool TryDouble(out double value)
    {
        bool read = TryBytes(sizeof(double), out var bytes);
        value = read ? BinaryPrimitives.ReadDoubleLittleEndian(bytes) : 0;
        return read;
    }

    /// <summary>A length, and so many bytes.</summary>
    public bool TryLengthAndBytes(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (!TryLong(out long length)) return false;
        if (length < 0) return Fail($"a length is negative: {length}");
        return length <= Left ? TryBytes((int)length, out bytes) : Fail($"{length} bytes are announced, {Left} are left");
    }

    public bool TryBytes(int count, out ReadOnlySpan<byte> bytes)
    {
        if (count > Left)
        {
            bytes = default;
            return Fail($"{count} bytes are needed, {Left} are left");
        }

        bytes = _payload.Slice(Position, count);
        Position += count;
        return true;
    }

    public bool Fail(string problem)
    {
        Problem ??= problem;
        return false;
    }
}
