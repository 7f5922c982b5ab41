namespace RestStream.Storage.Files;

/// <summary>A file system where only its space can be asked for.</summary>
internal sealed class PortableVolume(string path) : IVolume
{
    private readonly DriveInfo _drive = new(Path.GetFullPath(path));

    public bool CanSync => false;

    public void Sync() => throw new FileSystemException(FileError.Other, $"sync of the file system of {path}: not offered by this operating system");

    public (long FreeBytes, long TotalBytes) Space()
    {
        try
        {
            return (_drive.AvailableFreeSpace, _drive.TotalSize);
        }
        catch (Exception e) when (FileErrors.IsSystemError(e))
        {
            throw FileErrors.OfException(e, "space of", path);
        }
    }

    public void Dispose()
    {
        // Nothing is held open.
    }
}
