namespace RestStream.Storage;

/// <summary>
/// The log of one partition. One writer at a time (a lock of its own that readers never take); any number of readers. Thread-safe.
/// </summary>
public sealed class PartitionLog
{
    /// <summary>Which partition.</summary>
    public TopicPartition Partition => throw new NotImplementedException();

    /// <summary>The id of its topic.</summary>
    public Guid TopicId => throw new NotImplementedException();

    /// <summary>The first offset that can be read.</summary>
    public long LogStartOffset => throw new NotImplementedException();

    /// <summary>The offset after the last record that can be read: the synced end, or the written end when the topic leaves flushing to the system.</summary>
    public long HighWatermark => throw new NotImplementedException();

    /// <summary>The offset that the next record gets.</summary>
    public long LogEndOffset => throw new NotImplementedException();

    /// <summary>The bytes of all its segments.</summary>
    public long SizeBytes => throw new NotImplementedException();

    /// <summary>The config in force.</summary>
    public LogConfig Config => throw new NotImplementedException();

    /// <summary>Puts another config in force, for the next append, roll or check.</summary>
    public void Configure(LogConfig config) => throw new NotImplementedException();

    /// <summary>
    /// Appends one or more whole batches: patches their base offsets and leader epochs in place (both outside the CRC), writes them with one call, moves the
    /// log end offset. Batches come complete: CRC, timestamps, counts. On failure the log is as before (or failed for good).
    /// </summary>
    /// <exception cref="DiskFullException">Undone; a retry is safe.</exception>
    /// <exception cref="LogClosedException">Nothing was written.</exception>
    /// <exception cref="LogFailedException">The outcome is unknown and the log takes nothing more.</exception>
    public AppendResult Append(Span<byte> batches) => throw new NotImplementedException();

    /// <summary>
    /// Reads whole batches from the one that holds <paramref name="offset"/> (below the start: from the start) up to the high watermark, their CRC verified.
    /// Stops after <paramref name="maxRecords"/> records or before <paramref name="maxBytes"/> bytes would be passed; the first batch comes whole whatever its size when
    /// <paramref name="atLeastOne"/> is set. May read less than there is (at a segment's end, before damage): an empty answer below the high watermark never happens with atLeastOne.
    /// </summary>
    public LogReadResult Read(long offset, int maxBytes, int maxRecords, bool atLeastOne) => throw new NotImplementedException();

    /// <summary>The first record below the high watermark with this timestamp (epoch ms) or a later one, found by the time indexes; null when there is none.</summary>
    public (long Offset, long Timestamp)? FindByTimestamp(long timestamp) => throw new NotImplementedException();

    /// <summary>Moves the log start offset up to <paramref name="before"/>, at most the high watermark; durable when the task ends. Lower than today's: nothing changes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Beyond the high watermark.</exception>
    public ValueTask<long> DeleteRecordsAsync(long before) => throw new NotImplementedException();

    /// <summary>Signals <paramref name="waiter"/> at every move until it is removed. To lose no wake-up: add first, then read, then wait.</summary>
    public void AddWaiter(ILogWaiter waiter) => throw new NotImplementedException();

    /// <summary>Takes a waiter away; does nothing when it is not there.</summary>
    public void RemoveWaiter(ILogWaiter waiter) => throw new NotImplementedException();
}
