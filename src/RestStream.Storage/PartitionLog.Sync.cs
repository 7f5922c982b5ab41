using RestStream.Storage.Commit;
using RestStream.Storage.Files;
using RestStream.Storage.Log;

namespace RestStream.Storage;

public sealed partial class PartitionLog
{
    private readonly List<LogSegment> _rolledToSync = [];
    private readonly List<ILogFile> _indexesToSync = [];
    private bool _hasUnsyncedWrites;
    private bool _hasNewNames;

    /// <summary>In the commit loop's list; under its lock.</summary>
    internal bool IsDirty { get; set; }

    /// <summary>In the list of what moved since the last checkpoint; touched by the commit loop's thread alone.</summary>
    internal bool IsMoved { get; set; }

    /// <summary>Adds to the plan what makes the log durable up to its present end. Called by the commit loop's thread alone.</summary>
    internal void BeginSync(SyncPlan plan, bool flushIndexes, SyncMutation mutation)
    {
        lock (_writer)
        {
            if (_isClosed) return;
            if (flushIndexes) FlushIndexes(isFinal: false);
            AddFiles(plan, mutation);
            if (_hasNewNames && mutation != SyncMutation.SkipDirectorySync) plan.Directories.Add(_path);
            _hasNewNames = false;
            _activeInSync = _segments?.Active;
            _unflushedRecords = 0;
            plan.Ends.Add((this, _logEnd));
        }
    }

    /// <summary>Has the next commit sync what was left to the system.</summary>
    internal void FlushIfUnsynced()
    {
        lock (_writer)
        {
            if (!_isClosed && _hasUnsyncedWrites && _directory.Commit.Failure is null) _directory.Commit.MarkDirty(this, 0, out _);
        }
    }

    /// <summary>Everything up to <paramref name="end"/> is on disk.</summary>
    internal void EndSync(long end)
    {
        _durableActive = _activeInSync;
        Volatile.Write(ref _syncedEnd, Math.Max(_syncedEnd, end));
        // Where records are visible when written, an append may raise it at the same time: it must never go back.
        for (var seen = HighWatermark; end > seen;)
        {
            var found = Interlocked.CompareExchange(ref _highWatermark, end, seen);
            if (found == seen) return;
            seen = found;
        }
    }

    private void AddFiles(SyncPlan plan, SyncMutation mutation)
    {
        foreach (var segment in _rolledToSync)
            if (mutation != SyncMutation.SkipRolledSync) plan.Files.Add(segment.File.Open());
        _rolledToSync.Clear();

        if (_hasUnsyncedWrites && mutation != SyncMutation.SkipFileSync) plan.Files.Add(_segments!.Active!.File.Open());
        _hasUnsyncedWrites = false;

        plan.Files.AddRange(_indexesToSync);
        _indexesToSync.Clear();
    }

    /// <summary>Indexes can be rebuilt: when they cannot be written the log goes on without.</summary>
    private void FlushIndexes(bool isFinal)
    {
        try
        {
            if (_segments?.Active is not { } active) return;
            var isNew = !active.Offsets.HasFile;
            active.FlushIndexes(_indexesToSync, isFinal);
            _hasNewNames |= isNew && active.Offsets.HasFile;
        }
        catch (FileSystemException e)
        {
            _directory.Events.BackgroundFailed("write indexes", e);
        }
    }
}
