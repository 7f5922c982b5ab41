using System.Runtime.Intrinsics;

namespace RestStream.Server.Json;

/// <summary>64 bytes in two AVX2 registers.</summary>
internal readonly unsafe struct BlockOf2x256 : IBlockOf64<Bytes2x256>
{
    /// <inheritdoc/>
    public static Bytes2x256 Load(byte* text) => new()
    {
        First = Vector256.Load(text),
        Second = Vector256.Load(text + 32),
    };

    /// <inheritdoc/>
    public static ulong Equal(Bytes2x256 bytes, byte value) =>
        (ulong)Vector256.Equals(bytes.First, Vector256.Create(value)).ExtractMostSignificantBits()
        | ((ulong)Vector256.Equals(bytes.Second, Vector256.Create(value)).ExtractMostSignificantBits() << 32);

    /// <inheritdoc/>
    public static ulong EqualFolded(Bytes2x256 bytes, byte value) =>
        (ulong)Vector256.Equals(bytes.First | Vector256.Create((byte)0x20), Vector256.Create(value)).ExtractMostSignificantBits()
        | ((ulong)Vector256.Equals(bytes.Second | Vector256.Create((byte)0x20), Vector256.Create(value)).ExtractMostSignificantBits() << 32);

    /// <inheritdoc/>
    public static ulong Control(Bytes2x256 bytes) =>
        (ulong)Vector256.LessThan(bytes.First, Vector256.Create((byte)0x20)).ExtractMostSignificantBits()
        | ((ulong)Vector256.LessThan(bytes.Second, Vector256.Create((byte)0x20)).ExtractMostSignificantBits() << 32);

    /// <inheritdoc/>
    public static ulong Digit(Bytes2x256 bytes) =>
        (ulong)Vector256.LessThan(bytes.First - Vector256.Create((byte)'0'), Vector256.Create((byte)10)).ExtractMostSignificantBits()
        | ((ulong)Vector256.LessThan(bytes.Second - Vector256.Create((byte)'0'), Vector256.Create((byte)10)).ExtractMostSignificantBits() << 32);

    /// <inheritdoc/>
    public static ulong NonAscii(Bytes2x256 bytes) =>
        (ulong)bytes.First.ExtractMostSignificantBits()
        | ((ulong)bytes.Second.ExtractMostSignificantBits() << 32);
}
