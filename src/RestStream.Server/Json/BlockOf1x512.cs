using System.Runtime.Intrinsics;

namespace RestStream.Server.Json;

/// <summary>64 bytes in one AVX-512 register.</summary>
internal readonly unsafe struct BlockOf1x512 : IBlockOf64<Vector512<byte>>
{
    /// <inheritdoc/>
    public static Vector512<byte> Load(byte* text) => Vector512.Load(text);

    /// <inheritdoc/>
    public static ulong Equal(Vector512<byte> bytes, byte value) => Vector512.Equals(bytes, Vector512.Create(value)).ExtractMostSignificantBits();

    /// <inheritdoc/>
    public static ulong EqualFolded(Vector512<byte> bytes, byte value) => Vector512.Equals(bytes | Vector512.Create((byte)0x20), Vector512.Create(value)).ExtractMostSignificantBits();

    /// <inheritdoc/>
    public static ulong Control(Vector512<byte> bytes) => Vector512.LessThan(bytes, Vector512.Create((byte)0x20)).ExtractMostSignificantBits();

    /// <inheritdoc/>
    public static ulong Digit(Vector512<byte> bytes) => Vector512.LessThan(bytes - Vector512.Create((byte)'0'), Vector512.Create((byte)10)).ExtractMostSignificantBits();

    /// <inheritdoc/>
    public static ulong NonAscii(Vector512<byte> bytes) => bytes.ExtractMostSignificantBits();
}
