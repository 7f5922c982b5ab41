namespace RestStream.Core.Fetch;

/// <summary>The numbers in cursors and acknowledgement tokens: base 128, low groups first, never negative. Thread-safe.</summary>
public static class TokenVarint
{
    // 9 bytes of 7 bits are the 63 bits of a long that is not negative.
    private const int MaxBytes = 9;

    /// <summary>Writes a number, at most <see cref="long.MaxValue"/>, and returns the place behind it.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no room.</exception>
    public static int Write(Span<byte> bytes, int at, ulong value)
    {
        for (; value >= 0x80; value >>= 7) bytes[at++] = (byte)(value | 0x80);
        bytes[at++] = (byte)value;
        return at;
    }

    /// <summary>Takes a number from the front; false, and nothing taken, when the bytes end too soon or it has more than 63 bits.</summary>
    public static bool TryRead(ref ReadOnlySpan<byte> bytes, out long value)
    {
        value = 0;
        for (var i = 0; i < Math.Min(MaxBytes, bytes.Length); i++)
        {
            value |= (long)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] >= 0x80) continue;
            bytes = bytes[(i + 1)..];
            return true;
        }

        return false;
    }
}
