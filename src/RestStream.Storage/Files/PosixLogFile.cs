using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RestStream.Storage.Files;

/// <summary>A file of the operating system. Nothing here allocates unless it fails.</summary>
internal sealed class PosixLogFile(SafeFileHandle handle, string path) : ILogFile
{
    public long Length
    {
        get
        {
            try
            {
                return RandomAccess.GetLength(handle);
            }
            catch (Exception e) when (FileErrors.IsSystemError(e))
            {
                throw FileErrors.OfException(e, "length of", path);
            }
        }
    }

    public int Read(Span<byte> destination, long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        int total = 0;
        try
        {
            while (total < destination.Length)
            {
                int read = RandomAccess.Read(handle, destination[total..], position + total);
                if (read == 0)
                    break;
                total += read;
            }
        }
        catch (Exception e) when (FileErrors.IsSystemError(e))
        {
            throw FileErrors.OfException(e, "read", path);
        }
        return total;
    }

    public void Write(ReadOnlySpan<byte> source, long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        try
        {
            RandomAccess.Write(handle, source, position); // Goes on after a short write.
        }
        catch (Exception e) when (FileErrors.IsSystemError(e))
        {
            throw FileErrors.OfException(e, "write", path);
        }
    }

    public void SetLength(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        try
        {
            RandomAccess.SetLength(handle, length);
        }
        catch (Exception e) when (FileErrors.IsSystemError(e))
        {
            throw FileErrors.OfException(e, "set length of", path);
        }
    }

    public void Preallocate(long end)
    {
        long length = Length;
        if (end <= length || !LibC.IsSupported)
            return;
        while (LibC.fallocate(handle, LibC.FALLOC_FL_KEEP_SIZE, length, end - length) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno is LibC.EOPNOTSUPP or LibC.ENOSYS)
                return;
            if (errno != LibC.EINTR)
                throw FileErrors.OfErrno(errno, "preallocate", path);
        }
    }

    public void Sync()
    {
        if (!LibC.IsSupported)
        {
            FlushToDisk();
            return;
        }
        while (LibC.fdatasync(handle) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != LibC.EINTR)
                throw FileErrors.OfErrno(errno, "sync", path);
        }
    }

    public void StartWriteback(long position, long length)
    {
        if (LibC.IsSupported)
            _ = LibC.sync_file_range(handle, position, length, LibC.SYNC_FILE_RANGE_WRITE);
    }

    public void DropCache()
    {
        if (LibC.IsSupported)
            _ = LibC.posix_fadvise(handle, 0, 0, LibC.POSIX_FADV_DONTNEED);
    }

    public void Dispose() => handle.Dispose();

    private void FlushToDisk()
    {
        try
        {
            RandomAccess.FlushToDisk(handle);
        }
        catch (Exception e) when (FileErrors.IsSystemError(e))
        {
            throw FileErrors.OfException(e, "sync", path);
        }
    }
}
