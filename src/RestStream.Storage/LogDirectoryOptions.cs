namespace RestStream.Storage;

/// <summary>The settings of a <see cref="LogDirectory"/>, with their defaults.</summary>
public sealed record LogDirectoryOptions
{
    private const long SmallestDedupeBuffer = 1 << 20, LargestDedupeBuffer = 1L << 31;

    /// <summary>The data directory; made when absent.</summary>
    public required string Path { get; init; }

    /// <summary>The bytes that may be written and not synced yet; beyond it every append waits for the sync, acks=1 too.</summary>
    public long MaxUnsyncedBytes { get; init; } = 64 << 20;

    /// <summary>The largest step of pre-allocation; at most 8 MiB.</summary>
    public int PreallocationStepBytes { get; init; } = 8 << 20;

    /// <summary>How often the synced end of moving partitions is persisted.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The wait from start to the first check of retention.</summary>
    public TimeSpan RetentionCheckInitialDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary><c>log.retention.check.interval.ms</c>.</summary>
    public TimeSpan RetentionCheckInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary><c>log.cleaner.dedupe.buffer.size</c>: the memory in which a compaction keeps the last offset of each key, 24 bytes a key. What does not fit is left to the next one.
    /// 1 MiB to 2 GiB.</summary>
    public long LogCleanerDedupeBufferSize { get; init; } = 32 << 20;

    /// <summary><c>log.cleaner.io.max.bytes.per.second</c>: what compaction reads and writes at most in a second; null: no limit.</summary>
    public long? LogCleanerIoMaxBytesPerSecond { get; init; }

    /// <summary><c>log.cleaner.backoff.ms</c>: how long compaction rests when no log needs it.</summary>
    public TimeSpan LogCleanerBackoff { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Free bytes below which produces are refused; null: the smaller of 1 GiB and 5 % of the file system.</summary>
    public long? DiskReserveBytes { get; init; }

    /// <summary>How long a partition without appends or reads keeps its files open.</summary>
    public TimeSpan IdleFileTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many partitions are recovered at once after an unclean stop.</summary>
    public int RecoveryThreads { get; init; } = Math.Max(2, Environment.ProcessorCount);

    /// <summary>What is out of range, one sentence each; empty when the options are good.</summary>
    public IReadOnlyList<string> Violations() => LogCleanerDedupeBufferSize is >= SmallestDedupeBuffer and <= LargestDedupeBuffer
        ? []
        : [$"{nameof(LogCleanerDedupeBufferSize)} is {LogCleanerDedupeBufferSize}; allowed is {SmallestDedupeBuffer} to {LargestDedupeBuffer}."];
}
