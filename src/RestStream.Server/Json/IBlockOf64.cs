namespace RestStream.Server.Json;

/// <summary>Questions to 64 bytes of text, answered with one bit per byte, the first byte lowest. One implementation per vector width.</summary>
/// <typeparam name="TBytes">What holds the 64 bytes.</typeparam>
internal unsafe interface IBlockOf64<TBytes>
    where TBytes : struct
{
    /// <summary>Takes the 64 bytes at <paramref name="text"/>.</summary>
    static abstract TBytes Load(byte* text);

    /// <summary>Which bytes are <paramref name="value"/>.</summary>
    static abstract ulong Equal(TBytes bytes, byte value);

    /// <summary>Which bytes are <paramref name="value"/> when bit 5 is set in them: upper and lower case, curly and square brackets.</summary>
    static abstract ulong EqualFolded(TBytes bytes, byte value);

    /// <summary>Which bytes are raw control characters, 0x00 to 0x1F.</summary>
    static abstract ulong Control(TBytes bytes);

    /// <summary>Which bytes are digits.</summary>
    static abstract ulong Digit(TBytes bytes);

    /// <summary>Which bytes are not ASCII.</summary>
    static abstract ulong NonAscii(TBytes bytes);
}
