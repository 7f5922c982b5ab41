namespace RestStream.Storage.Files;

/// <summary>
/// The one seam through which all files are reached, with a real and a simulated implementation. Thread-safe. Every member may throw
/// <see cref="FileSystemException"/>; the caller treats any other exception from a write as "position unknown" too.
/// </summary>
public interface IFileSystem
{
    /// <summary>Opens a file. A file that is made is there after a power cut only once it and its directory are synced.</summary>
    ILogFile Open(string path, FileOpenMode mode);

    /// <summary>Makes one directory (its parent must exist); does nothing when it exists.</summary>
    void CreateDirectory(string path);

    /// <summary>True when a file of that name exists.</summary>
    bool FileExists(string path);

    /// <summary>True when a directory of that name exists.</summary>
    bool DirectoryExists(string path);

    /// <summary>When a file was last written to; null when that is not known.</summary>
    DateTimeOffset? LastWriteTime(string path) => null;

    /// <summary>Says when a file was last written to, where that is kept: a file that stands for another has that one's age.</summary>
    void SetLastWriteTime(string path, DateTimeOffset time)
    {
    }

    /// <summary>The names (not paths) of the files and directories in a directory, in ordinal order.</summary>
    IReadOnlyList<DirectoryEntry> List(string path);

    /// <summary>Renames a file or directory, replacing a file of the new name. Lasting only once the directory is synced.</summary>
    void Rename(string from, string to);

    /// <summary>Deletes a file; does nothing when there is none.</summary>
    void DeleteFile(string path);

    /// <summary>Deletes an empty directory.</summary>
    void DeleteDirectory(string path);

    /// <summary>Syncs a directory: the names in it are lasting after that.</summary>
    void SyncDirectory(string path);

    /// <summary>Opens the file system that holds <paramref name="path"/>. Done once, before the first write, so that no error is missed.</summary>
    IVolume OpenVolume(string path);

    /// <summary>Locks a file against every other process, making it when absent; null when another holds it.</summary>
    IDisposable? TryLock(string path);
}
