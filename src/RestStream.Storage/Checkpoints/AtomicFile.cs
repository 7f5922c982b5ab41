using System.Buffers.Binary;
using RestStream.Storage.Files;
using RestStream.Storage.Records;

namespace RestStream.Storage.Checkpoints;

/// <summary>
/// Small files that are replaced as a whole: a reader, also after a power cut at any moment, finds the old content or the new one. One writer per path at a
/// time. What a cut leaves besides is <c>path.tmp</c>, which the next write overwrites.
/// </summary>
public static class AtomicFile
{
    /// <summary>What is added to the path for the content that is on its way.</summary>
    public const string TemporarySuffix = ".tmp";

    private const int CrcBytes = sizeof(uint), MaxBytes = 256 << 20;

    /// <summary>Replaces the file: temporary file, sync, rename, sync of the directory. Durable when it returns.</summary>
    /// <exception cref="FileSystemException">The old content is still there, or the new one already (when the last step failed); a retry is safe.</exception>
    /// <param name="files">The files.</param>
    /// <param name="path">The file.</param>
    /// <param name="content">Its new content.</param>
    /// <param name="syncs">False when the caller syncs the whole file system before it counts on the file: until then a cut may leave anything.</param>
    public static void Write(IFileSystem files, string path, ReadOnlySpan<byte> content, bool syncs = true)
    {
        string temporary = path + TemporarySuffix;
        using (ILogFile file = files.Open(temporary, FileOpenMode.CreateOrTruncate))
        {
            file.Write(content, 0);
            if (syncs)
                file.Sync();
        }
        files.Rename(temporary, path);
        if (syncs)
            files.SyncDirectory(DirectoryOf(path));
    }

    /// <summary>The whole content, or null when there is no such file.</summary>
    /// <exception cref="FileSystemException">It is there and cannot be read.</exception>
    /// <exception cref="DamagedFileException">It is far too large to be one of these files.</exception>
    public static byte[]? Read(IFileSystem files, string path)
    {
        if (!files.FileExists(path))
            return null;
        using ILogFile file = files.Open(path, FileOpenMode.Read);
        long length = file.Length;
        if (length > MaxBytes)
            throw new DamagedFileException(path, 0, $"{length} bytes, more than {MaxBytes}");
        var content = new byte[length];
        int read = file.Read(content, 0);
        return read == length ? content : content[..read];
    }

    /// <summary>As <see cref="Write"/>, for files of our own: the CRC-32C of the content is put behind it, big-endian.</summary>
    /// <exception cref="FileSystemException">As <see cref="Write"/>.</exception>
    public static void WriteChecked(IFileSystem files, string path, ReadOnlySpan<byte> content)
    {
        var framed = new byte[content.Length + CrcBytes];
        content.CopyTo(framed);
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(content.Length), Crc32C.Compute(content));
        Write(files, path, framed);
    }

    /// <summary>The content that <see cref="WriteChecked"/> wrote, or null when there is no such file.</summary>
    /// <exception cref="FileSystemException">It is there and cannot be read.</exception>
    /// <exception cref="DamagedFileException">It is not what was written.</exception>
    public static byte[]? ReadChecked(IFileSystem files, string path)
    {
        byte[]? framed = Read(files, path);
        if (framed is null)
            return null;
        if (framed.Length < CrcBytes)
            throw new DamagedFileException(path, 0, $"{framed.Length} bytes hold no checksum");
        byte[] content = framed[..^CrcBytes];
        if (BinaryPrimitives.ReadUInt32BigEndian(framed.AsSpan(content.Length)) != Crc32C.Compute(content))
            throw new DamagedFileException(path, 0, "its checksum does not fit its content");
        return content;
    }

    private static string DirectoryOf(string path) =>
        Path.GetDirectoryName(path) is { Length: > 0 } directory ? directory : throw new ArgumentException("A path with its directory is needed.", nameof(path));
}
