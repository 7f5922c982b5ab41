namespace RestStream.Storage;

public sealed partial class PartitionLog
{
    /// <summary>Moves the log start offset up to <paramref name="before"/>, at most the high watermark; durable when the task ends. Lower than today's: nothing changes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Beyond the high watermark.</exception>
    public ValueTask<long> DeleteRecordsAsync(long before)
    {
        lock (_writer)
        {
            RequireWritable();
            ArgumentOutOfRangeException.ThrowIfGreaterThan(before, HighWatermark);
            if (before <= _logStart) return new(_logStart);
            _ = Segments;
            Volatile.Write(ref _logStart, before);
        }

        _directory.WriteLogStarts();
        SignalWaiters();
        return new(before);
    }
}
