using RestStream.Storage.Background;
using RestStream.Storage.Log;

namespace RestStream.Storage;

public sealed partial class LogDirectory
{
    // After the wall clock jumped, passes delete little for so long: time for someone to set it right.
    private static readonly TimeSpan CautionAfterJump = TimeSpan.FromHours(1), LargestDrift = TimeSpan.FromMinutes(1), PendingRetention = TimeSpan.FromSeconds(1);
    private readonly BackgroundJob _retentionJob;
    private long _lastPassTicks;
    private long _lastPassMs;
    private long _cautiousUntil = long.MinValue;

    /// <summary>One pass over all logs: what goes is chosen, the log starts are made durable, then the files go.</summary>
    private void RunRetention()
    {
        var atMost = IsClockSteady() ? int.MaxValue : 1;
        var isPending = false;
        var going = new List<(PartitionLog Log, IReadOnlyList<(LogSegment, string)> Segments)>();
        foreach (var log in _logs.Values)
        {
            var isLogPending = false;
            var segments = Trying<IReadOnlyList<(LogSegment, string)>>(log, () => log.ChooseSegments(atMost, out isLogPending), []);
            isPending |= isLogPending;
            if (segments.Count == 0) continue;
            going.Add((log, segments));
            if (atMost == 1) break;
        }

        if (going.Count > 0)
        {
            BeginWriting();
            WriteLogStarts();
            foreach (var (log, segments) in going) Trying(log, () => { log.DeleteSegments(segments); return true; }, false);
        }

        _retentionJob.RunAfter(isPending ? PendingRetention : Options.RetentionCheckInterval);
    }

    /// <summary>One log that cannot be read or changed must not keep the others from their retention.</summary>
    private T Trying<T>(PartitionLog log, Func<T> step, T otherwise)
    {
        try
        {
            return step();
        }
        catch (IOException e)
        {
            Events.BackgroundFailed($"retention of {log.Partition}", e);
            return otherwise;
        }
    }

    /// <summary>False for an hour after the wall clock went another way than the monotonic one.</summary>
    private bool IsClockSteady()
    {
        var (ticks, now) = (Ticks, NowMs);
        var drift = TimeSpan.FromMilliseconds(now - _lastPassMs) - Time.GetElapsedTime(_lastPassTicks, ticks);
        (_lastPassTicks, _lastPassMs) = (ticks, now);
        if (drift.Duration() > LargestDrift) _cautiousUntil = NowTicksAfter(CautionAfterJump);
        return ticks >= _cautiousUntil;
    }

    private void StartRetention()
    {
        (_lastPassTicks, _lastPassMs) = (Ticks, NowMs);
        _retentionJob.RunAfter(Options.RetentionCheckInitialDelay);
    }
}
