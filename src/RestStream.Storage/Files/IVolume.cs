namespace RestStream.Storage.Files;

/// <summary>The file system that holds a data directory.</summary>
public interface IVolume : IDisposable
{
    /// <summary>True when <see cref="Sync"/> works and reports errors here (Linux 5.8 and later).</summary>
    bool CanSync { get; }

    /// <summary>Syncs all dirty data and names of the file system (syncfs), other programs' too. A failure is final.</summary>
    void Sync();

    /// <summary>The bytes that may still be written, and the size of the file system.</summary>
    (long FreeBytes, long TotalBytes) Space();
}
