namespace RestStream.Storage.Files;

/// <summary>
/// An open file, read and written by position. Reads and writes may run at once from several threads; disposal while a call runs is safe, calls after it
/// throw <see cref="ObjectDisposedException"/>.
/// </summary>
public interface ILogFile : IDisposable
{
    /// <summary>The length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads at a position; returns the number of bytes read, less than asked for only at the end of the file.</summary>
    int Read(Span<byte> destination, long position);

    /// <summary>Writes all bytes at a position, or throws (then any part of them may have been written).</summary>
    void Write(ReadOnlySpan<byte> source, long position);

    /// <summary>Cuts or extends the file; cutting also releases what was pre-allocated behind the end.</summary>
    void SetLength(long length);

    /// <summary>Reserves disk blocks up to <paramref name="end"/> without changing the length (FALLOC_FL_KEEP_SIZE); does nothing where the file system cannot.</summary>
    void Preallocate(long end);

    /// <summary>Waits until the data, and the length needed to read it, are on disk (fdatasync). A failure is final: it must never be retried.</summary>
    void Sync();

    /// <summary>Has the system begin to write a range to disk, and waits for nothing: what a later <see cref="Sync"/> then finds left is little. Best effort, and no promise.</summary>
    void StartWriteback(long position, long length);

    /// <summary>Drops the file from the page cache, so that the next read comes from disk. Best effort.</summary>
    void DropCache();
}
