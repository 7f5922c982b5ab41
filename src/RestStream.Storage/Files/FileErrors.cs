using System.Runtime.InteropServices;

namespace RestStream.Storage.Files;

/// <summary>Turns errors of the system into <see cref="FileSystemException"/>.</summary>
internal static class FileErrors
{
    private const int WindowsDiskFull = unchecked((int)0x80070070), WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>From an errno of <see cref="LibC"/>.</summary>
    public static FileSystemException OfErrno(int errno, string call, string path) =>
        new(KindOf(errno), $"{call} {path}: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})");

    /// <summary>True for what the BCL throws when the system refuses a call; false for mistakes of ours, which pass as they are.</summary>
    public static bool IsSystemError(Exception e) =>
        e is IOException and not FileSystemException or UnauthorizedAccessException or ArgumentOutOfRangeException or NotSupportedException;

    /// <summary>From an exception for which <see cref="IsSystemError"/> holds.</summary>
    public static FileSystemException OfException(Exception e, string call, string path, bool opening = false) =>
        new(KindOf(e, opening), $"{call} {path}: {e.Message}", e);

    private static FileError KindOf(Exception e, bool opening) => e switch
    {
        UnauthorizedAccessException => FileError.AccessDenied,
        FileNotFoundException or DirectoryNotFoundException => FileError.NotFound,
        ArgumentOutOfRangeException => FileError.NoSpace, // How the BCL reports EFBIG.
        _ when e.HResult is WindowsDiskFull or WindowsHandleDiskFull => FileError.NoSpace,
        _ when !LibC.IsSupported => FileError.Other,
        _ when opening && e.HResult == LibC.EROFS => FileError.AccessDenied,
        _ => KindOf(e.HResult), // On Linux the BCL puts the errno here.
    };

    private static FileError KindOf(int errno) => errno switch
    {
        LibC.ENOSPC or LibC.EDQUOT or LibC.EFBIG => FileError.NoSpace,
        LibC.ENOENT or LibC.ENOTDIR => FileError.NotFound,
        LibC.EACCES or LibC.EPERM => FileError.AccessDenied,
        _ => FileError.Other,
    };
}
