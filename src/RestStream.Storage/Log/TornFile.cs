using System.Buffers;
using System.Globalization;
using RestStream.Storage.Files;

namespace RestStream.Storage.Log;

/// <summary>Bytes that recovery cut off a log, kept beside it as <c>offset.torn</c> (then <c>offset.1.torn</c>, …) and never overwritten.</summary>
internal static class TornFile
{
    private const int ChunkBytes = 256 << 10;

    public static string FreeName(IFileSystem files, string directory, long offset)
    {
        var name = SegmentName.Of(offset, SegmentName.Torn);
        for (var i = 1; files.FileExists(Path.Combine(directory, name)); i++)
            name = SegmentName.Of(offset, string.Create(CultureInfo.InvariantCulture, $".{i}{SegmentName.Torn}"));
        return name;
    }

    /// <summary>Copies a range of a file; synced when it returns.</summary>
    public static void Copy(IFileSystem files, SegmentFile source, long from, long to, string path)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            using var target = files.Open(path, FileOpenMode.CreateOrTruncate);
            for (var at = from; at < to; at += ChunkBytes)
            {
                var chunk = buffer.AsSpan(0, (int)Math.Min(ChunkBytes, to - at));
                target.Write(chunk[..source.Read(chunk, at)], at - from);
            }

            target.Sync();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
