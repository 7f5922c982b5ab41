using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RestStream.Storage.Files;

/// <summary>
/// The calls of the C library that .NET does not offer, or offers without their errors: <c>RandomAccess.FlushToDisk</c> and <c>FileStream.Flush(true)</c>
/// take EROFS, EINVAL and ENOTSUP from fsync for success (still so in .NET 10, see FileStreamHelpers.Unix.cs of the runtime; a test here shows it by EINVAL), which is
/// what ext4 answers after it dropped dirty data and went read-only. 64-bit Linux only: the layouts below hold nowhere else.
/// </summary>
internal static partial class LibC
{
    public const int EPERM = 1, ENOENT = 2, EINTR = 4, EAGAIN = 11, EACCES = 13, ENOTDIR = 20, EINVAL = 22, EFBIG = 27, ENOSPC = 28, EROFS = 30, ENOSYS = 38,
        EOPNOTSUPP = 95, EDQUOT = 122;

    public const int FALLOC_FL_KEEP_SIZE = 1, POSIX_FADV_DONTNEED = 4, LOCK_EX = 2, LOCK_NB = 4, SYNC_FILE_RANGE_WRITE = 2;

    private const int O_RDONLY = 0, O_CLOEXEC = 0x80000, O_PATH = 0x200000;

    private static readonly int O_DIRECTORY = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 0x10000,
        Architecture.Arm64 => 0x4000,
        _ => 0, // Opening works without it; fsync then names the mistake.
    };

    /// <summary>True where these calls may be used.</summary>
    public static bool IsSupported { get; } = OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>Opens a directory, to sync it or its file system.</summary>
    public static SafeFileHandle OpenDirectory(string path)
    {
        int descriptor = OpenRetrying(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw FileErrors.OfErrno(Marshal.GetLastPInvokeError(), "open directory", path);
    }

    /// <summary>0 when something of that name is there, else the errno that says why it was not found.</summary>
    public static int Look(string path)
    {
        int descriptor = OpenRetrying(path, O_PATH | O_CLOEXEC);
        if (descriptor < 0)
            return Marshal.GetLastPInvokeError();
        new SafeFileHandle(descriptor, ownsHandle: true).Dispose();
        return 0;
    }

    private static int OpenRetrying(string path, int flags)
    {
        int descriptor;
        do
            descriptor = open(path, flags);
        while (descriptor < 0 && Marshal.GetLastPInvokeError() == EINTR);
        return descriptor;
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fsync(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fdatasync(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int syncfs(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fallocate(SafeFileHandle file, int mode, long offset, long length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int sync_file_range(SafeFileHandle file, long offset, long length, uint flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int flock(SafeFileHandle file, int operation);

    /// <summary>Answers the error itself, not -1.</summary>
    [LibraryImport("libc")]
    public static partial int posix_fadvise(SafeFileHandle file, long offset, long length, int advice);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fstatvfs(SafeFileHandle file, out StatVfs result);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rename(string from, string to);

    /// <summary><c>struct statvfs</c>; the sizes are in units of <see cref="FragmentSize"/>. The tail differs between C libraries and is only room.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 192)]
    public struct StatVfs
    {
        public ulong BlockSize;
        public ulong FragmentSize;
        public ulong Blocks;
        public ulong BlocksFree;
        public ulong BlocksAvailable;
    }
}
