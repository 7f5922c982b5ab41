namespace RestStream.Storage.Records;

/// <summary>What is wrong with the bytes of a batch.</summary>
public enum RecordBatchError
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The bytes end before the batch does.</summary>
    Incomplete,

    /// <summary>A length that cannot be.</summary>
    InvalidLength,

    /// <summary>A format other than v2.</summary>
    UnsupportedMagic,

    /// <summary>Offsets or counts that cannot be.</summary>
    InvalidHeader,

    /// <summary>The bytes do not match their CRC.</summary>
    CrcMismatch,

    /// <summary>A record that is cut off, too long, has impossible lengths or offsets, or bytes after the last record.</summary>
    MalformedRecord,

    /// <summary>Compressed with a codec that cannot be undone here.</summary>
    UnsupportedCompression,

    /// <summary>The compressed bytes are damaged.</summary>
    MalformedCompression,

    /// <summary>The decompressed records are larger than allowed.</summary>
    DecompressedTooLarge,
}
