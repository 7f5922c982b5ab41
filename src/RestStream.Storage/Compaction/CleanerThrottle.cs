namespace RestStream.Storage.Compaction;

/// <summary>
/// Holds a compaction to so many bytes a second, has it rest as long as it worked, so that it takes at most half of one core from the requests, and ends it when the directory is closed.
/// Not thread-safe.
/// </summary>
/// <param name="bytesPerSecond">The limit; null for none.</param>
/// <param name="time">The clock.</param>
/// <param name="wait">Waits, at most so long; less when it is cancelled.</param>
/// <param name="stop">Cancelled when the directory is being closed.</param>
internal sealed class CleanerThrottle(long? bytesPerSecond, TimeProvider time, Action<TimeSpan> wait, CancellationToken stop)
{
    // Much shorter than a scheduler's turn: whoever waits for the core has it soon. Longer turns, and longer rests for them, were worse.
    private static readonly TimeSpan LongestWork = TimeSpan.FromMilliseconds(1), LongestRest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(5), LongestWait = TimeSpan.FromSeconds(1);
    private readonly long _start = time.GetTimestamp();
    private long _restedAt = time.GetTimestamp();
    private long _bytes;

    /// <summary>So many bytes were read or written: waits until they were due.</summary>
    /// <exception cref="OperationCanceledException">The directory is being closed.</exception>
    public void Add(int bytes)
    {
        stop.ThrowIfCancellationRequested();
        Rest();
        if (bytesPerSecond is not { } limit) return;
        _bytes += bytes;
        while (TimeSpan.FromSeconds(_bytes / (double)limit) - time.GetElapsedTime(_start) is var ahead && ahead > ShortestWait)
        {
            wait(ahead < LongestWait ? ahead : LongestWait);
            stop.ThrowIfCancellationRequested();
        }
    }

    private void Rest()
    {
        var worked = time.GetElapsedTime(_restedAt);
        if (worked < LongestWork) return;
        wait(worked < LongestRest ? worked : LongestRest);
        stop.ThrowIfCancellationRequested();
        _restedAt = time.GetTimestamp();
    }
}
