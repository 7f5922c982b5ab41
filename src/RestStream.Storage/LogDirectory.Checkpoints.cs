using RestStream.Storage.Background;
using RestStream.Storage.Checkpoints;
using RestStream.Storage.Files;

namespace RestStream.Storage;

public sealed partial class LogDirectory
{
    private static readonly TimeSpan FullCheckpointInterval = TimeSpan.FromSeconds(60), DiskCheckInterval = TimeSpan.FromSeconds(1);
    private readonly BackgroundJob _checkpointJob;
    private readonly BackgroundJob _fullCheckpointJob;
    private readonly BackgroundJob _diskJob;
    private readonly Lock _logStartsWriting = new();

    /// <summary>A log moved: checkpoints come due, and the free space is watched.</summary>
    internal void MovedLater()
    {
        Later(_checkpointJob, Options.CheckpointInterval);
        Later(_fullCheckpointJob, FullCheckpointInterval);
        Later(_diskJob, DiskCheckInterval);
    }

    /// <summary>The disk is full: looks again soon, until it is not.</summary>
    internal void WatchSpace() => Later(_diskJob, DiskCheckInterval);

    /// <summary>Makes the log start offsets durable.</summary>
    internal void WriteLogStarts()
    {
        lock (_logStartsWriting)
        {
            var starts = _logs.Values.Select(l => (Log: l, Start: l.LogStartOffset)).Where(l => l.Start > 0).ToList();
            var entries = starts.Select(l => KeyValuePair.Create(l.Log.Partition, l.Start));
            OffsetCheckpoint.Write(Files, PathOf(OffsetCheckpoint.LogStartOffsetFile), entries.Concat(Unopened(_logStarts)));
            foreach (var (log, start) in starts) log.StartIsDurable(start);
        }
    }

    private static void Later(BackgroundJob job, TimeSpan after)
    {
        if (job.Due == long.MaxValue) job.RunAfter(after);
    }

    private void RunCheckpoint() => Commit.RequestCheckpoint();

    private void RunFullCheckpoint()
    {
        foreach (var log in _logs.Values) log.FlushIfUnsynced();
        WriteRecoveryPoints();
    }

    private void RunDiskCheck()
    {
        Disk.Check();
        if (Disk.IsFull) _diskJob.RunAfter(DiskCheckInterval);
    }

    /// <summary>On a full disk the checkpoints before stay: the next recovery reads more, and loses nothing.</summary>
    private void TryWriteCheckpoints()
    {
        try
        {
            WriteCheckpoints();
        }
        catch (FileSystemException e) when (e.Error == FileError.NoSpace)
        {
            Events.BackgroundFailed("write checkpoints", e);
            _fullCheckpointJob.RunAfter(FullCheckpointInterval);
        }
    }

    private void WriteCheckpoints()
    {
        WriteRecoveryPoints();
        WriteLogStarts();
    }

    private void WriteRecoveryPoints()
    {
        lock (_syncedEnds.Gate)
        {
            WriteRecoveryPointsLocked();
            _syncedEnds.Clear();
        }
    }

    private void WriteRecoveryPointsLocked()
    {
        var points = _logs.Values.Select(l => KeyValuePair.Create(l.Partition, l.SyncedEnd)).Concat(Unopened(_recoveryPoints));
        OffsetCheckpoint.Write(Files, PathOf(OffsetCheckpoint.RecoveryPointFile), points);
    }

    /// <summary>Entries of partitions that nobody opened and that are still there.</summary>
    private IEnumerable<KeyValuePair<TopicPartition, long>> Unopened(Dictionary<TopicPartition, long> entries) =>
        entries.Where(e => !_logs.ContainsKey(e.Key) && Files.DirectoryExists(PathOf(e.Key.ToString())));

    private void ForgetInCheckpoints(IReadOnlyCollection<PartitionLog> logs)
    {
        lock (_syncedEnds.Gate)
        {
            foreach (var log in logs) _recoveryPoints.Remove(log.Partition);
            _syncedEnds.Forget(logs);
            WriteRecoveryPointsLocked();
        }

        foreach (var log in logs) _logStarts.Remove(log.Partition);
        WriteLogStarts();
        ForgetCleanerOffsets(logs);
    }
}
