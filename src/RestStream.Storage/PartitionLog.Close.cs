using RestStream.Storage.Checkpoints;
using RestStream.Storage.Files;

namespace RestStream.Storage;

public sealed partial class PartitionLog
{
    internal bool IsClosed => _isClosed;

    internal bool HasOpenFiles
    {
        get
        {
            if (_segments is not { } segments) return false;
            foreach (var segment in segments.All)
                if (segment.File.IsOpen || segment.Offsets.File.IsOpen || segment.Times.File.IsOpen) return true;
            return false;
        }
    }

    /// <summary>Before the last commit of a graceful stop: all of it is to be synced, indexes too.</summary>
    internal void PrepareStop()
    {
        lock (_writer)
        {
            if (_isClosed || _segments?.Active is null) return;
            FlushIndexes(isFinal: true);
            if (_hasUnsyncedWrites || _hasNewNames || _rolledToSync.Count + _indexesToSync.Count > 0) _directory.Commit.MarkDirty(this, 0, out _);
        }
    }

    /// <summary>After the last commit: gives back reserved space, closes the files and tells how the log was left.</summary>
    internal CleanLog Stop()
    {
        lock (_writer)
        {
            if (_segments is not { } segments)
            {
                _isClosed = true;
                return _atStop;
            }

            segments.Active?.Trim();
            CloseLocked();
            var active = segments.Active;
            return new(Partition, _logStart, _logEnd, active?.BaseOffset ?? _logEnd, active?.Size ?? 0, segments.SizeBytes);
        }
    }

    /// <summary>Takes and gives nothing any more.</summary>
    internal void Close()
    {
        lock (_reshaping)
        {
            lock (_writer) CloseLocked();
        }

        SignalWaiters();
    }

    /// <summary>Closes the files when nobody used them for a while; false while they are in use.</summary>
    internal bool CloseIdleFiles(long unusedSince)
    {
        if (Volatile.Read(ref _lastUsed) > unusedSince) return false;
        lock (_writer)
        {
            if (_isClosed) return true;
            if (_hasUnsyncedWrites || _rolledToSync.Count + _indexesToSync.Count > 0 || _logEnd > _syncedEnd) return false;
            TrimIdle();
            _isWatched = false;
            foreach (var segment in Segments.All) segment.Rest();
            return true;
        }
    }

    private void TrimIdle()
    {
        try
        {
            _segments?.Active?.Trim();
        }
        catch (FileSystemException e)
        {
            _directory.Events.BackgroundFailed("give back reserved space", e);
        }
    }

    private void CloseLocked()
    {
        _isClosed = true;
        if (_segments is not { } segments) return;
        foreach (var segment in segments.All) segment.CloseFilesForGood();
    }
}
