using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RestStream.Storage.Records;

/// <summary>
/// Kafka's variable-length integers: zigzag, then base 128, low groups first. An int takes at most 5 bytes, a long 10. An int and a long of one value have the same bytes.
/// Thread-safe.
/// </summary>
public static class Varint
{
    /// <summary>The most bytes of an int.</summary>
    public const int MaxIntBytes = 5;

    /// <summary>The most bytes of a long.</summary>
    public const int MaxLongBytes = 10;

    /// <summary>How many bytes the value takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Size(int value) => GroupsOf(BitOperations.Log2(ZigZag(value) | 1));

    /// <summary>How many bytes the value takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Size(long value) => GroupsOf(BitOperations.Log2(ZigZag(value) | 1));

    /// <summary>Writes the value and returns how many bytes it took.</summary>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public static int Write(Span<byte> destination, long value)
    {
        if (destination.Length < Size(value)) throw new ArgumentException("The destination is too short for the varint.", nameof(destination));
        return WriteUnchecked(ref MemoryMarshal.GetReference(destination), value);
    }

    /// <summary>Reads an int from the front of <paramref name="source"/>. False when it ends too soon or the number does not fit into 32 bits or has more than 5 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> source, out int value, out int bytesRead)
    {
        if (source.IsEmpty || source[0] >= 0x80) return TryReadLarge(source, out value, out bytesRead);
        value = (source[0] >> 1) ^ -(source[0] & 1);
        bytesRead = 1;
        return true;
    }

    /// <summary>Reads a long from the front of <paramref name="source"/>. False when it ends too soon or the number does not fit into 64 bits or has more than 10 bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out long value, out int bytesRead)
    {
        value = 0;
        if (!TryReadGroups(source, MaxLongBytes, out var groups, out bytesRead)) return false;
        value = (long)(groups >> 1) ^ -(long)(groups & 1);
        return true;
    }

    /// <summary>Writes without a check: the caller has made sure of the room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int WriteUnchecked(ref byte destination, long value)
    {
        var rest = ZigZag(value);
        if (rest < 0x80)
        {
            destination = (byte)rest;
            return 1;
        }

        return WriteGroups(ref destination, rest);
    }

    private static int WriteGroups(ref byte destination, ulong rest)
    {
        var at = 0;
        for (; rest >= 0x80; rest >>= 7) Unsafe.Add(ref destination, at++) = (byte)(rest | 0x80);
        Unsafe.Add(ref destination, at++) = (byte)rest;
        return at;
    }

    private static bool TryReadLarge(ReadOnlySpan<byte> source, out int value, out int bytesRead)
    {
        value = 0;
        if (!TryReadGroups(source, MaxIntBytes, out var groups, out bytesRead) || groups > uint.MaxValue) return false;
        value = (int)((uint)groups >> 1) ^ -(int)(groups & 1);
        return true;
    }

    private static bool TryReadGroups(ReadOnlySpan<byte> source, int maxBytes, out ulong groups, out int bytesRead)
    {
        groups = 0;
        bytesRead = 0;
        var length = Math.Min(source.Length, maxBytes);
        for (var i = 0; i < length; i++)
        {
            var group = source[i];
            if (i == MaxLongBytes - 1 && group > 1) return false; // only one bit of 64 is left
            groups |= (ulong)(group & 0x7F) << (7 * i);
            if (group >= 0x80) continue;
            bytesRead = i + 1;
            return true;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int GroupsOf(int highestBit) => (highestBit * 9 + 73) >> 6; // highestBit / 7 + 1 for 0..63

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint ZigZag(int value) => (uint)((value << 1) ^ (value >> 31));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));
}
