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
            if (log.CloseIdleFiles(unusedSince)) _inUse.TryRemove(log, out _);
        }

        if (!_inUse.IsEmpty) _idleJob.RunAfter(Options.IdleFileTimeout);
    }
}
