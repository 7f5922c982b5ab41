using System.Runtime.Intrinsics;

namespace RestStream.Server.Json;

/// <summary>64 bytes in four SSE or Neon registers; correct, if slow, on a processor without any.</summary>
internal readonly unsafe struct BlockOf4x128 : IBlockOf64<Bytes4x128>
{
    /// <inheritdoc/>
    public static Bytes4x128 Load(byte* text) => new()
    {
        First = Vector128.Load(text),
        Second = Vector128.Load(text + 16),
        Third = Vector128.Load(text + 32),
        Fourth = Vector128.Load(text + 48),
    };

    /// <inheritdoc/>
    public static ulong Equal(Bytes4x128 bytes, byte value) =>
        (ulong)Vector128.Equals(bytes.First, Vector128.Create(value)).ExtractMostSignificantBits()
        | ((ulong)Vector128.Equals(bytes.Second, Vector128.Create(value)).ExtractMostSignificantBits() << 16)
        | ((ulong)Vector128.Equals(bytes.Third, Vector128.Create(value)).ExtractMostSignificantBits() << 32)
        | ((ulong)Vector128.Equals(bytes.Fourth, Vector128.Create(value)).ExtractMostSignificantBits() << 48);

    /// <inheritdoc/>
    public static ulong EqualFolded(Bytes4x128 bytes, byte value) =>
        (ulong)Vector128.Equals(bytes.First | Vector128.Create((byte)0x20), Vector128.Create(value)).ExtractMostSignificantBits()
        | ((ulong)Vector128.Equals(bytes.Second | Vector128.Create((byte)0x20), Vector128.Create(value)).ExtractMostSignificantBits() << 16)
        | ((ulong)Vector128.Equals(bytes.Third | Vector128.Create((byte)0x20), Vector128.Create(value)).ExtractMostSignificantBits() << 32)
        | ((ulong)Vector128.Equals(bytes.Fourth | Vector128.Create((byte)0x20), Vector128.Create(value)).ExtractMostSignificantBits() << 48);

    /// <inheritdoc/>
    public static ulong Control(Bytes4x128 bytes) =>
        (ulong)Vector128.LessThan(bytes.First, Vector128.Create((byte)0x20)).ExtractMostSignificantBits()
        | ((ulong)Vector128.LessThan(bytes.Second, Vector128.Create((byte)0x20)).ExtractMostSignificantBits() << 16)
        | ((ulong)Vector128.LessThan(bytes.Third, Vector128.Create((byte)0x20)).ExtractMostSignificantBits() << 32)
        | ((ulong)Vector128.LessThan(bytes.Fourth, Vector128.Create((byte)0x20)).ExtractMostSignificantBits() << 48);

    /// <inheritdoc/>
    public static ulong Digit(Bytes4x128 bytes) =>
        (ulong)Vector128.LessThan(bytes.First - Vector128.Create((byte)'0'), Vector128.Create((byte)10)).ExtractMostSignificantBits()
        | ((ulong)Vector128.LessThan(bytes.Second - Vector128.Create((byte)'0'), Vector128.Create((byte)10)).ExtractMostSignificantBits() << 16)
        | ((ulong)Vector128.LessThan(bytes.Third - Vector128.Create((byte)'0'), Vector128.Create((byte)10)).ExtractMostSignificantBits() << 32)
        | ((ulong)Vector128.LessThan(bytes.Fourth - Vector128.Create((byte)'0'), Vector128.Create((byte)10)).ExtractMostSignificantBits() << 48);

    /// <inheritdoc/>
    public static ulong NonAscii(Bytes4x128 bytes) =>
        (ulong)bytes.First.ExtractMostSignificantBits()
        | ((ulong)bytes.Second.ExtractMostSignificantBits() << 16)
        | ((ulong)bytes.Third.ExtractMostSignificantBits() << 32)
        | ((ulong)bytes.Fourth.ExtractMostSignificantBits() << 48);
}
