using System.Runtime.Intrinsics;

namespace RestStream.Server.Json;

/// <summary>64 bytes in 2 vectors, in the order of the text.</summary>
internal struct Bytes2x256
{
    /// <summary>The first 32 bytes.</summary>
    public Vector256<byte> First;

    /// <summary>The second 32 bytes.</summary>
    public Vector256<byte> Second;
}
