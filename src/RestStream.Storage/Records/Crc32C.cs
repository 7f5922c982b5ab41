using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RestStream.Storage.Records;

/// <summary>CRC-32C (Castagnoli), as Kafka sums batches with it. Thread-safe.</summary>
public static class Crc32C
{
    // One CRC instruction takes 3 cycles and one can start every cycle: three independent streams keep the unit busy.
    private const int LargeStream = 1024;
    private const int SmallStream = 128;
    private static readonly ulong LargeShift1 = ShiftBy(LargeStream);
    private static readonly ulong LargeShift2 = ShiftBy(2 * LargeStream);
    private static readonly ulong SmallShift1 = ShiftBy(SmallStream);
    private static readonly ulong SmallShift2 = ShiftBy(2 * SmallStream);

    /// <summary>The CRC-32C of <paramref name="bytes"/>; 0 for none.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        if (Sse42.X64.IsSupported && Pclmulqdq.IsSupported && bytes.Length >= 3 * SmallStream)
        {
            crc = Interleaved(crc, ref bytes, LargeStream, LargeShift1, LargeShift2);
            crc = Interleaved(crc, ref bytes, SmallStream, SmallShift1, SmallShift2);
        }

        return ~Sequential(crc, bytes);
    }

    /// <summary>The plain way, without interleaving; equal to <see cref="Compute"/> on every input.</summary>
    internal static uint ComputeSequential(ReadOnlySpan<byte> bytes) => ~Sequential(uint.MaxValue, bytes);

    private static uint Sequential(uint crc, ReadOnlySpan<byte> bytes)
    {
        ref var at = ref MemoryMarshal.GetReference(bytes);
        var left = bytes.Length;
        for (; left >= sizeof(ulong); left -= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, LittleEndian(ref at));
            at = ref Unsafe.Add(ref at, sizeof(ulong));
        }

        for (; left > 0; left--)
        {
            crc = BitOperations.Crc32C(crc, at);
            at = ref Unsafe.Add(ref at, 1);
        }

        return crc;
    }

    /// <summary>Takes as many blocks of three streams as there are from the front of <paramref name="bytes"/>.</summary>
    private static uint Interleaved(uint crc, ref ReadOnlySpan<byte> bytes, int stream, ulong shift1, ulong shift2)
    {
        ref var at = ref MemoryMarshal.GetReference(bytes);
        var blocks = bytes.Length / (3 * stream);
        ulong first = crc;
        for (var block = 0; block < blocks; block++)
        {
            ulong second = 0, third = 0;
            var end = stream - sizeof(ulong);
            for (var i = 0; i < end; i += sizeof(ulong))
            {
                first = Sse42.X64.Crc32(first, Word(ref at, i));
                second = Sse42.X64.Crc32(second, Word(ref at, i + stream));
                third = Sse42.X64.Crc32(third, Word(ref at, i + 2 * stream));
            }

            first = Sse42.X64.Crc32(first, Word(ref at, end));
            second = Sse42.X64.Crc32(second, Word(ref at, end + stream));
            var moved = Multiply(first, shift2) ^ Multiply(second, shift1);
            first = Sse42.X64.Crc32(third, Word(ref at, end + 2 * stream) ^ moved);
            at = ref Unsafe.Add(ref at, 3 * stream);
        }

        bytes = bytes[(blocks * 3 * stream)..];
        return (uint)first;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte at, int offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref at, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LittleEndian(ref byte at)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref at);
        return BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Multiply(ulong crc, ulong shift) =>
        Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(crc), Vector128.CreateScalar(shift), 0).ToScalar();

    /// <summary>
    /// The factor that moves a CRC over <paramref name="bytes"/> following bytes: x^(8·bytes − 33) modulo the polynomial, bit-reflected.
    /// The 33: summing the 64-bit product multiplies by x^32, and the product of two reflected numbers lies one bit too low.
    /// </summary>
    private static ulong ShiftBy(int bytes)
    {
        const uint Polynomial = 0x82F63B78;
        var power = 0x8000_0000u;
        for (var exponent = bytes * 8 - 33; exponent > 0; exponent--) power = (power >> 1) ^ (Polynomial & (0 - (power & 1)));
        return power;
    }
}
