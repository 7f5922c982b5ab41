using System.Collections.Concurrent;
using RestStream.Storage.Background;

namespace RestStream.Storage;

public sealed partial class LogDirectory
{
    private readonly BackgroundJob _idleJob;
    private readonly ConcurrentDictionary<PartitionLog, bool> _inUse = new();

    /// <summary>A log may have files open: they are closed when it is idle.</summary>
    internal void WatchFiles(PartitionLog log)
    {
        _inUse[log] = true;
        _idleJob.RunAfter(Options.IdleFileTimeout);
    }

    private void RunIdle()
    {
        var unusedSince = NowMs - (long)Options.IdleFileTimeout.TotalMilliseconds;
        foreach (var log in _inUse.Keys)
        {
            // Taken out first: who uses the log meanwhile puts it in again.
            _inUse.TryRemove(log, out _);
            if (!log.CloseIdleFiles(unusedSince)) _inUse[log] = true;
        }

        if (!_inUse.IsEmpty) _idleJob.RunAfter(Options.IdleFileTimeout);
    }
}
