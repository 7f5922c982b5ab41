namespace RestStream.Storage.Records;

/// <summary>How the records of a batch are compressed: attribute bits 0–2.</summary>
public enum CompressionCodec
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>gzip.</summary>
    Gzip = 1,

    /// <summary>snappy.</summary>
    Snappy = 2,

    /// <summary>LZ4 frames.</summary>
    Lz4 = 3,

    /// <summary>Zstandard.</summary>
    Zstd = 4,
}
