using System.IO.Enumeration;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RestStream.Storage.Files;

/// <summary>
/// The files of the operating system. On 64-bit Linux every sync is the system's own call and every error of it is thrown; elsewhere the BCL's flush is
/// used and directories are not synced. Thread-safe.
/// </summary>
public sealed class PosixFileSystem : IFileSystem
{
    private const int SharingViolation = unchecked((int)0x80070020), DarwinWouldBlock = 35;

    private static readonly EnumerationOptions EveryEntry = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <inheritdoc/>
    public ILogFile Open(string path, FileOpenMode mode)
    {
        (FileMode fileMode, FileAccess access) = mode switch
        {
            FileOpenMode.Read => (FileMode.Open, FileAccess.Read),
            FileOpenMode.ReadWrite => (FileMode.Open, FileAccess.ReadWrite),
            FileOpenMode.OpenOrCreate => (FileMode.OpenOrCreate, FileAccess.ReadWrite),
            FileOpenMode.CreateOrTruncate => (FileMode.Create, FileAccess.ReadWrite),
            _ => throw new ArgumentOutOfRangeException(nameof(mode)),
        };
        const FileShare Everyone = FileShare.ReadWrite | FileShare.Delete;
        return new PosixLogFile(Try("open", path, opening: true, p => File.OpenHandle(p, fileMode, access, Everyone)), path);
    }

    /// <inheritdoc/>
    public void CreateDirectory(string path)
    {
        string? parent = Path.GetDirectoryName(Path.GetFullPath(path));
        if (parent is not null && !DirectoryExists(parent))
            throw new FileSystemException(FileError.NotFound, $"create directory {path}: {parent} does not exist");
        Try("create directory", path, opening: true, Directory.CreateDirectory);
    }

    /// <inheritdoc/>
    public bool FileExists(string path) => File.Exists(path) || ThrowUnlessAbsent(path);

    /// <inheritdoc/>
    public bool DirectoryExists(string path) => Directory.Exists(path) || ThrowUnlessAbsent(path);

    /// <inheritdoc/>
    public DateTimeOffset? LastWriteTime(string path) => Try("last write time of", path, opening: true, p => new DateTimeOffset(File.GetLastWriteTimeUtc(p)));

    /// <inheritdoc/>
    public void SetLastWriteTime(string path, DateTimeOffset time) => Try("set last write time of", path, opening: true, p =>
    {
        File.SetLastWriteTimeUtc(p, time.UtcDateTime);
        return true;
    });

    /// <inheritdoc/>
    public IReadOnlyList<DirectoryEntry> List(string path) => Try("list", path, opening: true, p =>
    {
        var entries = new FileSystemEnumerable<DirectoryEntry>(p, (ref e) => new(e.FileName.ToString(), e.IsDirectory), EveryEntry).ToList();
        entries.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return entries;
    });

    /// <inheritdoc/>
    public void Rename(string from, string to)
    {
        if (LibC.IsSupported)
            ThrowUnlessZero(LibC.rename(from, to), "rename", from);
        else
            Try("rename", from, opening: false, p => MovePortably(p, to));
    }

    /// <inheritdoc/>
    public void DeleteFile(string path)
    {
        if (FileExists(path))
            Try("delete", path, opening: false, p => { File.Delete(p); return true; });
    }

    /// <inheritdoc/>
    public void DeleteDirectory(string path) => Try("delete directory", path, opening: false, p => { Directory.Delete(p); return true; });

    /// <inheritdoc/>
    public void SyncDirectory(string path)
    {
        if (!LibC.IsSupported)
            return;
        using SafeFileHandle directory = LibC.OpenDirectory(path);
        while (LibC.fsync(directory) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != LibC.EINTR)
                throw FileErrors.OfErrno(errno, "sync directory", path);
        }
    }

    /// <inheritdoc/>
    public IVolume OpenVolume(string path) => LibC.IsSupported ? new PosixVolume(LibC.OpenDirectory(path), path) : new PortableVolume(path);

    /// <inheritdoc/>
    public IDisposable? TryLock(string path)
    {
        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult is SharingViolation || e.HResult == (OperatingSystem.IsLinux() ? LibC.EAGAIN : DarwinWouldBlock))
        {
            return null;
        }
        catch (Exception e) when (FileErrors.IsSystemError(e))
        {
            throw FileErrors.OfException(e, "lock", path, opening: true);
        }
        return LibC.IsSupported ? LockedOrNull(handle, path) : handle;
    }

    // FileShare.None is flock, but a failed flock other than "held" passes unseen there, and an environment variable switches it off: ask once more.
    private static SafeFileHandle? LockedOrNull(SafeFileHandle handle, string path)
    {
        if (LibC.flock(handle, LibC.LOCK_EX | LibC.LOCK_NB) == 0)
            return handle;
        int errno = Marshal.GetLastPInvokeError();
        handle.Dispose();
        return errno == LibC.EAGAIN ? null : throw FileErrors.OfErrno(errno, "lock", path);
    }

    // File.Exists says false to "no right to look" too, and what cannot be seen must never be taken for absent.
    private static bool ThrowUnlessAbsent(string path)
    {
        int errno = LibC.IsSupported ? LibC.Look(path) : 0;
        return errno is 0 or LibC.ENOENT or LibC.ENOTDIR ? false : throw FileErrors.OfErrno(errno, "look for", path);
    }

    private static bool MovePortably(string from, string to)
    {
        if (Directory.Exists(from))
            Directory.Move(from, to);
        else
            File.Move(from, to, overwrite: true);
        return true;
    }

    private static void ThrowUnlessZero(int result, string call, string path)
    {
        if (result != 0)
            throw FileErrors.OfErrno(Marshal.GetLastPInvokeError(), call, path);
    }

    private static T Try<T>(string call, string path, bool opening, Func<string, T> action)
    {
        try
        {
            return action(path);
        }
        catch (Exception e) when (FileErrors.IsSystemError(e))
        {
            throw FileErrors.OfException(e, call, path, opening);
        }
    }
}
