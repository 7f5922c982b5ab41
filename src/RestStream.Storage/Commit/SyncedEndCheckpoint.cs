using RestStream.Storage.Checkpoints;
using RestStream.Storage.Files;

namespace RestStream.Storage.Commit;

/// <summary>
/// The file <c>synced-end-checkpoint</c>: the synced end of each partition that moved since the last full checkpoint, in the text of Kafka's checkpoints. About once a second it is
/// written under a temporary name before a commit, synced with that commit's files, and renamed after: what it names is always on disk. Used by the commit loop's thread alone but for what the gate guards.
/// </summary>
internal sealed class SyncedEndCheckpoint(LogDirectory directory)
{
    public const string FileName = "synced-end-checkpoint";

    private readonly Dictionary<PartitionLog, long> _ends = [];
    private readonly List<PartitionLog> _moved = [];
    private ILogFile? _temporary;
    private bool _isRenamed;

    private string Path => System.IO.Path.Combine(directory.Options.Path, FileName);

    private string TemporaryPath => Path + AtomicFile.TemporarySuffix;

    /// <summary>Held from <see cref="Begin"/> to <see cref="End"/>, and by whoever writes the full checkpoint.</summary>
    public Lock Gate { get; } = new();

    /// <summary>A full checkpoint holds all that is here: the next one begins anew. Under the gate.</summary>
    public void Clear() => _ends.Clear();

    /// <summary>Deleted logs: forgets their ends, in the file too, so that a new log of that name does not inherit them. Under the gate.</summary>
    public void Forget(IEnumerable<PartitionLog> logs)
    {
        foreach (var log in logs) _ends.Remove(log);
        directory.Files.DeleteFile(Path);
    }

    /// <summary>Takes note of what a commit moved; false when the checkpoint holds it all already, so that an idle directory comes to rest.</summary>
    public bool Moved(SyncPlan plan)
    {
        foreach (var (log, end) in plan.Ends)
        {
            if (log.IsMoved || (_ends.TryGetValue(log, out var recorded) && recorded == end)) continue;
            log.IsMoved = true;
            _moved.Add(log);
        }

        return _moved.Count > 0;
    }

    /// <summary>Before the sync: writes the indexes of what moved, and the checkpoint under its temporary name.</summary>
    public void Begin(SyncPlan plan, SyncMutation mutation)
    {
        AddMoved(plan, mutation);
        foreach (var (log, end) in plan.Ends)
        {
            // A log that was deleted since the plan was made is forgotten, or will be once the gate is free: it must not come back.
            if (!log.IsClosed) _ends[log] = end;
        }

        try
        {
            WriteTemporary();
            if (mutation != SyncMutation.SkipCheckpointSync) plan.Files.Add(_temporary!);
            if (_isRenamed) plan.Directories.Add(directory.Options.Path);
            _isRenamed = false;
        }
        catch (FileSystemException e)
        {
            // The checkpoint before stays: recovery reads more, and loses nothing.
            Discard();
            directory.Events.BackgroundFailed("write " + FileName, e);
        }
    }

    /// <summary>After the sync: puts the checkpoint in its place.</summary>
    public void End()
    {
        Rename();
        Discard();
    }

    /// <summary>Part of <see cref="End"/>.</summary>
    public void Rename()
    {
        if (_temporary is null || _isRenamed) return;
        try
        {
            directory.Files.Rename(TemporaryPath, Path);
            _isRenamed = true;
        }
        catch (FileSystemException e)
        {
            directory.Events.BackgroundFailed("rename " + FileName, e);
        }
    }

    private void AddMoved(SyncPlan plan, SyncMutation mutation)
    {
        var planned = plan.Ends.Select(e => e.Log).ToHashSet();
        foreach (var log in _moved)
        {
            log.IsMoved = false;
            if (!planned.Contains(log)) log.BeginSync(plan, flushIndexes: true, mutation);
        }

        _moved.Clear();
    }

    private void WriteTemporary()
    {
        Discard();
        var content = CheckpointText.Format(_ends.Select(e => OffsetCheckpoint.Entry(e.Key.Partition, e.Value)));
        _temporary = directory.Files.Open(TemporaryPath, FileOpenMode.CreateOrTruncate);
        _temporary.Write(content, 0);
    }

    private void Discard()
    {
        _temporary?.Dispose();
        _temporary = null;
    }
}
