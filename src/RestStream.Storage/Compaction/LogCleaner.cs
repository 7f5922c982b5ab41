using RestStream.Storage.Files;

namespace RestStream.Storage.Compaction;

/// <summary>Compacts the logs that ask for it, the dirtiest first, one at a time. Its methods are called by one thread at a time.</summary>
internal sealed class LogCleaner(LogDirectory directory)
{
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromMinutes(10);

    /// <summary>Compacts one log; false when none is to be compacted now.</summary>
    /// <param name="logs">All logs.</param>
    /// <param name="stop">Cancelled when the directory is being closed.</param>
    /// <exception cref="OperationCanceledException">It is being closed; the log is as it was, or compacted in part.</exception>
    public bool RunOnce(IEnumerable<PartitionLog> logs, CancellationToken stop)
    {
        var (wanted, uncleanable) = Measure(logs, stop);
        StorageMetrics.UncleanablePartitions = uncleanable;
        if (directory.Commit.Failure is not null || wanted is null) return false;
        // A log that was found uncleanable just now may hide others that are not.
        return Clean(wanted, stop) || wanted.Log.UncleanableUntilMs > directory.NowMs;
    }

    private (CleanableLog? Wanted, int Uncleanable) Measure(IEnumerable<PartitionLog> logs, CancellationToken stop)
    {
        CleanableLog? dirtiest = null;
        var (uncleanable, ratio) = (0, 0.0);
        foreach (var log in logs)
        {
            stop.ThrowIfCancellationRequested();
            if (!log.Config.CompactPolicy) continue;
            if (log.UncleanableUntilMs > directory.NowMs)
            {
                uncleanable++;
                continue;
            }

            if (Trying(log, log.FindCleanable, () => log.IsClosed) is not { } found) continue;
            ratio = Math.Max(ratio, found.DirtyRatio);
            if (found.IsWanted && (dirtiest is null || found.DirtyRatio > dirtiest.DirtyRatio)) dirtiest = found;
        }

        StorageMetrics.MaxDirtyRatio = ratio;
        return (dirtiest, uncleanable);
    }

    private bool Clean(CleanableLog range, CancellationToken stop)
    {
        var throttle = new CleanerThrottle(directory.Options.LogCleanerIoMaxBytesPerSecond, directory.Time, time => stop.WaitHandle.WaitOne(time), stop);
        var result = Trying(range.Log, new LogCompaction(directory, range, throttle).Run, () => IsTaken(range));
        if (result is null) return false;

        StorageMetrics.Cleaned(result, directory.NowMs);
        directory.Events.LogCleaned(range.Log.Partition, result);
        return true;
    }

    /// <summary>Its topic was deleted meanwhile, or retention took the first of its segments.</summary>
    private static bool IsTaken(CleanableLog range) => range.Log.IsClosed || range.Log.LogStartOffset >= range.Segments[0].End;

    /// <summary>A log that cannot be read or changed now must not keep the others from being compacted.</summary>
    private T? Trying<T>(PartitionLog log, Func<T?> step, Func<bool> isTaken) where T : class
    {
        try
        {
            return step();
        }
        catch (IOException e)
        {
            if (e is FileSystemException { Error: FileError.NotFound } && isTaken()) return null;
            directory.Events.BackgroundFailed($"compaction of {log.Partition}", e);
            LeaveAlone(log);
            return null;
        }
    }

    private void LeaveAlone(PartitionLog log) => log.UncleanableUntilMs = directory.NowMs + (long)RestAfterFailure.TotalMilliseconds;
}
