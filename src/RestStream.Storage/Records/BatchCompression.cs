using System.IO.Compression;

namespace RestStream.Storage.Records;

/// <summary>Compresses the records of a batch that is written anew. Thread-safe.</summary>
internal static class BatchCompression
{
    /// <summary>The records in the form that Kafka calls gzip.</summary>
    public static ReadOnlySpan<byte> Gzip(ReadOnlySpan<byte> records)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(records);
        return packed.GetBuffer().AsSpan(0, (int)packed.Length);
    }
}
