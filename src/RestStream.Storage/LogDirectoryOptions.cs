namespace RestStream.Storage;

/// <summary>The settings of a <see cref="LogDirectory"/>, with their defaults.</summary>
public sealed record LogDirectoryOptions
{
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

    /// <summary>Free bytes below which produces are refused; null: the smaller of 1 GiB and 5 % of the file system.</summary>
    public long? DiskReserveBytes { get; init; }

    /// <summary>How long a partition without appends or reads keeps its files open.</summary>
    public TimeSpan IdleFileTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many partitions are recovered at once after an unclean stop.</summary>
    public int RecoveryThreads { get; init; } = Math.Max(2, Environment.ProcessorCount);
}
