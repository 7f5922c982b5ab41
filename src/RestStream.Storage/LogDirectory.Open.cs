using RestStream.Storage.Checkpoints;
using RestStream.Storage.Commit;
using RestStream.Storage.Files;

namespace RestStream.Storage;

public sealed partial class LogDirectory
{
    private const string LockFile = ".lock";
    private const int NodeId = 0;
    private Dictionary<TopicPartition, CleanLog> _clean = [];
    private Dictionary<TopicPartition, long> _recoveryPoints = [];
    private Dictionary<TopicPartition, long> _logStarts = [];

    /// <summary>Locks and opens the directory, makes it when absent, reads <c>meta.properties</c> and the checkpoints. No log is open yet.</summary>
    /// <exception cref="DataDirectoryException">It cannot be used; the message says why and what to do.</exception>
    public static LogDirectory Open(LogDirectoryOptions options, IFileSystem files, TimeProvider time, IStorageEvents events) =>
        Open(options, files, time, events, SyncMutation.None);

    internal static LogDirectory Open(LogDirectoryOptions options, IFileSystem files, TimeProvider time, IStorageEvents events, SyncMutation mutation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(files);
        try
        {
            CreateDirectory(files, options.Path);
            var directory = new LogDirectory(options, files, time, events, Hold(options.Path, files), mutation);
            directory.ReadOrRelease();
            return directory;
        }
        catch (FileSystemException e)
        {
            throw new DataDirectoryException($"The data directory {options.Path} cannot be used: {e.Message}", e);
        }
    }

    private static void CreateDirectory(IFileSystem files, string path)
    {
        if (files.DirectoryExists(path)) return;
        var parent = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(parent)) CreateDirectory(files, parent);
        files.CreateDirectory(path);
        if (!string.IsNullOrEmpty(parent)) files.SyncDirectory(parent);
    }

    private static Held Hold(string path, IFileSystem files)
    {
        // Opened before the first write: a sync of the file system reports the errors since then.
        var volume = files.OpenVolume(path);
        if (files.TryLock(Path.Combine(path, LockFile)) is { } held) return new(held, volume);
        volume.Dispose();
        throw new DataDirectoryException($"The data directory {path} is in use by another process; stop it, or choose another directory.");
    }

    private void ReadOrRelease()
    {
        try
        {
            Read();
        }
        catch (Exception e)
        {
            _jobs.Dispose();
            _volume.Dispose();
            _lock.Dispose();
            if (e is DamagedFileException damaged) throw Damaged(damaged);
            throw;
        }
    }

    private void Read()
    {
        ReadProperties();
        if (CleanShutdownMarker.Read(Files, MarkerPath) is { } clean)
        {
            _clean = clean;
            _isMarkedClean = WasCleanlyStopped = true;
        }
        else _isMarkedClean = Files.FileExists(MarkerPath);

        _recoveryPoints = OffsetCheckpoint.Read(Files, PathOf(OffsetCheckpoint.RecoveryPointFile)) ?? [];
        foreach (var (partition, end) in OffsetCheckpoint.Read(Files, PathOf(SyncedEndCheckpoint.FileName)) ?? [])
            _recoveryPoints[partition] = Math.Max(end, _recoveryPoints.GetValueOrDefault(partition));
        _logStarts = OffsetCheckpoint.Read(Files, PathOf(OffsetCheckpoint.LogStartOffsetFile)) ?? [];
        ReadCleanerOffsets();
    }

    private void ReadProperties()
    {
        var path = PathOf(MetaProperties.FileName);
        if (MetaProperties.Read(Files, path) is null) MetaProperties.Create(NodeId).Write(Files, path, Time.GetUtcNow());
    }

    private static DataDirectoryException Damaged(DamagedFileException e)
    {
        var cure = Path.GetFileName(e.Path) switch
        {
            OffsetCheckpoint.RecoveryPointFile or SyncedEndCheckpoint.FileName => "Restore it, or delete it: all logs are then read from their beginning, and bad bytes in them cut off.",
            OffsetCheckpoint.LogStartOffsetFile => "Restore it, or delete it: deleted records that are still on disk then come back.",
            OffsetCheckpoint.CleanerOffsetFile => "Restore it, or delete it: compacted topics are then compacted from their beginning.",
            OffsetCheckpoint.CompactedEndFile => "Restore it, or delete it: what compaction took out is then reported as damage.",
            _ => "Restore it from a backup.",
        };
        return new($"{e.Message}. {cure}", e);
    }
}
