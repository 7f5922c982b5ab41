using RestStream.Storage.Files;
using RestStream.Storage.Log;

namespace RestStream.Storage;

public sealed partial class PartitionLog
{
    // The last segment whose name is known to be on disk: what is before it may be deleted.
    private LogSegment? _durableActive;
    private LogSegment? _activeInSync;
    private long _durableStart;

    /// <summary>Moves the log start offset up to <paramref name="before"/>, at most the high watermark; durable when the task ends. Lower than today's: nothing changes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Beyond the high watermark.</exception>
    public ValueTask<long> DeleteRecordsAsync(long before)
    {
        lock (_writer)
        {
            RequireUsable();
            ArgumentOutOfRangeException.ThrowIfGreaterThan(before, HighWatermark);
            _ = Segments;
            if (before > _logStart) Volatile.Write(ref _logStart, before);
        }

        // Also when it did not move now: the write may have failed the last time.
        if (LogStartOffset > Volatile.Read(ref _durableStart)) _directory.WriteLogStarts();
        SignalWaiters();
        return new(LogStartOffset);
    }

    /// <summary>The checkpoint holds this start.</summary>
    internal void StartIsDurable(long start) => Volatile.Write(ref _durableStart, Math.Max(start, Volatile.Read(ref _durableStart)));

    /// <summary>Decides how many of the oldest segments go, and moves the log start offset past them. They go by <see cref="DeleteSegments"/> once that is durable.</summary>
    /// <param name="atMost">No more segments than this.</param>
    /// <param name="isPending">True when they go once a roll is synced: what stays must be on disk first.</param>
    internal IReadOnlyList<(LogSegment Segment, string Reason)> ChooseSegments(int atMost, out bool isPending)
    {
        lock (_writer)
        {
            isPending = false;
            if (_isClosed || _directory.Commit.Failure is not null || _logEnd == 0) return [];
            var going = Choose(atMost);
            RestIfUnused();
            if (going.Count == 0) return [];
            isPending = !ReferenceEquals(_durableActive, Segments.Active);
            if (isPending) return [];

            var start = Segments[going.Count].BaseOffset;
            if (start > _logStart) Volatile.Write(ref _logStart, start);
            return going;
        }
    }

    private List<(LogSegment Segment, string Reason)> Choose(int atMost)
    {
        var segments = Segments;
        var chosen = new RetentionPolicy(_config, _directory.NowMs, LogStartOffset, _syncedEnd).Choose(segments, LastWrite);
        var going = chosen.Take(atMost).ToList();
        if (going.Count == 0 || going.Count < segments.Count) return going;
        try
        {
            Roll(segments.Active!, "retention");
        }
        catch (DiskFullException e)
        {
            // What is sealed can go, which makes room for the roll of the next pass.
            _directory.Events.BackgroundFailed("roll for retention", e);
            going.RemoveAt(going.Count - 1);
        }

        return going;
    }

    /// <summary>A look at a log that nobody uses leaves no file open.</summary>
    private void RestIfUnused()
    {
        if (_isWatched || _hasUnsyncedWrites || _logEnd != _syncedEnd || _rolledToSync.Count + _indexesToSync.Count > 0) return;
        foreach (var segment in Segments.All) segment.Rest();
    }

    /// <summary>Takes segments below the durable log start out of the log; their files get a suffix and are unlinked later, so that reads of them may end.</summary>
    internal void DeleteSegments(IReadOnlyList<(LogSegment Segment, string Reason)> segments)
    {
        lock (_reshaping)
        {
            foreach (var (segment, reason) in TakeOut(segments)) Delete(segment, reason);
        }

        SignalWaiters();
    }

    /// <summary>Compaction may have put others in their place since they were chosen: those go the next time.</summary>
    private List<(LogSegment Segment, string Reason)> TakeOut(IReadOnlyList<(LogSegment Segment, string Reason)> chosen)
    {
        lock (_writer)
        {
            if (_isClosed) return [];
            var segments = Segments;
            var going = chosen.TakeWhile((c, i) => i < segments.Count && ReferenceEquals(segments[i], c.Segment)).ToList();
            _segments = segments.WithoutFirst(going.Count);
            return going;
        }
    }

    private void Delete(LogSegment segment, string reason)
    {
        segment.CloseFilesForGood();
        MarkDeleted(segment.File);
        MarkDeleted(segment.Offsets.File);
        MarkDeleted(segment.Times.File);
        StorageMetrics.DeletedSegments.Add(1);
        _directory.Events.SegmentDeleted(Partition, segment.BaseOffset, reason);
    }

    private void MarkDeleted(SegmentFile file)
    {
        if (!_directory.Files.FileExists(file.Path)) return;
        var deleted = file.Path + SegmentName.Deleted;
        _directory.Files.Rename(file.Path, deleted);
        _directory.DeleteLater(deleted, _config.FileDeleteDelayMs);
    }

    /// <summary>The later of the largest timestamp and the last append, epoch ms; -1 when neither is known.</summary>
    private long LastWrite(LogSegment segment)
    {
        EnsureIndexed(segment);
        if (segment.LastAppendMs == 0) segment.LastAppendMs = _directory.Files.LastWriteTime(segment.File.Path)?.ToUnixTimeMilliseconds() ?? -1;
        return Math.Max(segment.LastAppendMs, LargestTimestamp(segment));
    }
}
