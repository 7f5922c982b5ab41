using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RestStream.Storage.Files;

/// <summary>A file system of Linux, reached through a directory in it. syncfs reports the write errors since that directory was opened, from 5.8 on.</summary>
internal sealed class PosixVolume(SafeFileHandle directory, string path) : IVolume
{
    public bool CanSync { get; } = Environment.OSVersion.Version >= new Version(5, 8);

    public void Sync()
    {
        while (LibC.syncfs(directory) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != LibC.EINTR)
                throw FileErrors.OfErrno(errno, "syncfs", path);
        }
    }

    public (long FreeBytes, long TotalBytes) Space()
    {
        LibC.StatVfs stat;
        while (LibC.fstatvfs(directory, out stat) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != LibC.EINTR)
                throw FileErrors.OfErrno(errno, "statvfs", path);
        }
        return (Bytes(stat.BlocksAvailable, stat.FragmentSize), Bytes(stat.Blocks, stat.FragmentSize));
    }

    public void Dispose() => directory.Dispose();

    private static long Bytes(ulong blocks, ulong size) => (long)UInt128.Min((UInt128)blocks * size, long.MaxValue);
}
