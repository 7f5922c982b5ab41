using System.Runtime.Intrinsics;

namespace RestStream.Server.Json;

/// <summary>64 bytes in 4 vectors, in the order of the text.</summary>
internal struct Bytes4x128
{
    /// <summary>The first 16 bytes.</summary>
    public Vector128<byte> First;

    /// <summary>The second 16 bytes.</summary>
    public Vector128<byte> Second;

    /// <summary>The third 16 bytes.</summary>
    public Vector128<byte> Third;

    /// <summary>The fourth 16 bytes.</summary>
    public Vector128<byte> Fourth;
}
