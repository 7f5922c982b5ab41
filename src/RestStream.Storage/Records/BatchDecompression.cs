using System.Buffers;
using System.IO.Compression;

namespace RestStream.Storage.Records;

/// <summary>Undoes the compression of a batch's records. Thread-safe.</summary>
public static class BatchDecompression
{
    /// <summary>The default limit on the decompressed bytes of one batch: 64 MiB.</summary>
    public const int DefaultMaxBytes = 64 << 20;

    private const int FirstBufferBytes = 64 << 10;

    /// <summary>
    /// Decompresses into a pooled buffer that grows as bytes come, never past <paramref name="maxBytes"/>. gzip only; for the other codecs
    /// <see cref="RecordBatchError.UnsupportedCompression"/>. Never throws on hostile bytes.
    /// </summary>
    /// <param name="codec">The batch's codec, gzip or another; not <see cref="CompressionCodec.None"/>.</param>
    /// <param name="compressed">The bytes after the batch's header.</param>
    /// <param name="records">The result, to be disposed; null on an error.</param>
    /// <param name="maxBytes">The limit on the decompressed bytes; a batch beyond it is <see cref="RecordBatchError.DecompressedTooLarge"/>.</param>
    public static RecordBatchError Decompress(CompressionCodec codec, ReadOnlySpan<byte> compressed, out DecompressedRecords? records, int maxBytes = DefaultMaxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        records = null;
        if (codec != CompressionCodec.Gzip) return RecordBatchError.UnsupportedCompression;
        return compressed.IsEmpty ? RecordBatchError.MalformedCompression : Gunzip(compressed, maxBytes, out records);
    }

    private static unsafe RecordBatchError Gunzip(ReadOnlySpan<byte> compressed, int maxBytes, out DecompressedRecords? records)
    {
        fixed (byte* start = compressed)
        {
            using var source = new UnmanagedMemoryStream(start, compressed.Length);
            using var gzip = new GZipStream(source, CompressionMode.Decompress);
            return ReadAll(gzip, maxBytes, out records);
        }
    }

    private static RecordBatchError ReadAll(Stream source, int maxBytes, out DecompressedRecords? records)
    {
        records = null;
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
        var length = 0;
        try
        {
            while (source.Read(buffer, length, buffer.Length - length) is > 0 and var read)
            {
                length += read;
                if (length > maxBytes) return RecordBatchError.DecompressedTooLarge;
                if (length == buffer.Length) buffer = Grow(buffer);
            }

            records = new DecompressedRecords(buffer, length);
            buffer = [];
            return RecordBatchError.None;
        }
        catch (InvalidDataException)
        {
            return RecordBatchError.MalformedCompression;
        }
        finally
        {
            if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(checked(full.Length * 2));
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
