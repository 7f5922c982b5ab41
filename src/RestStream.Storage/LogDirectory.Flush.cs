using System.Collections.Concurrent;
using RestStream.Storage.Background;

namespace RestStream.Storage;

public sealed partial class LogDirectory
{
    private readonly BackgroundJob _flushJob;
    private readonly ConcurrentDictionary<PartitionLog, long> _flushDue = new();

    /// <summary>A log whose topic leaves flushing to the system was written to: <c>flush.ms</c> counts from its first unsynced record; checkpoints sync it too.</summary>
    internal void FlushLater(PartitionLog log)
    {
        Later(_fullCheckpointJob, FullCheckpointInterval);
        Later(_diskJob, DiskCheckInterval);
        var flushMs = log.Config.FlushMs;
        if (flushMs >= int.MaxValue || !_flushDue.TryAdd(log, NowTicksAfter(TimeSpan.FromMilliseconds(flushMs)))) return;
        _flushJob.RunAfter(TimeSpan.FromMilliseconds(flushMs));
    }

    private void RunFlush()
    {
        var next = long.MaxValue;
        foreach (var (log, due) in _flushDue)
        {
            if (due > Ticks) next = Math.Min(next, due);
            else if (_flushDue.TryRemove(log, out _)) log.FlushIfUnsynced();
        }

        if (next != long.MaxValue) _flushJob.RunAfter(Time.GetElapsedTime(Ticks, next));
    }
}
