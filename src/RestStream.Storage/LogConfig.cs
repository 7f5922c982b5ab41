namespace RestStream.Storage;

/// <summary>What a topic's configs say to the log, in Kafka's names, units and defaults (reference: Kafka's topic configs).</summary>
public sealed record LogConfig
{
    /// <summary><c>segment.bytes</c>: a segment rolls before it would grow beyond this.</summary>
    public int SegmentBytes { get; init; } = 1 << 30;

    /// <summary><c>segment.ms</c>: a segment rolls when it is older than this.</summary>
    public long SegmentMs { get; init; } = 604_800_000;

    /// <summary><c>segment.jitter.ms</c>: up to so much is taken off <see cref="SegmentMs"/>, by chance for each segment.</summary>
    public long SegmentJitterMs { get; init; }

    /// <summary><c>segment.index.bytes</c>: a segment rolls when an index would grow beyond this.</summary>
    public int SegmentIndexBytes { get; init; } = 10 << 20;

    /// <summary><c>index.interval.bytes</c>: an index entry is made after more than so many bytes.</summary>
    public int IndexIntervalBytes { get; init; } = 4096;

    /// <summary><c>retention.ms</c>; -1 keeps for ever.</summary>
    public long RetentionMs { get; init; } = 604_800_000;

    /// <summary><c>retention.bytes</c> of a partition; -1 has no limit.</summary>
    public long RetentionBytes { get; init; } = -1;

    /// <summary><c>cleanup.policy</c> has <c>delete</c>: retention by time and size applies.</summary>
    public bool DeletePolicy { get; init; } = true;

    /// <summary><c>cleanup.policy</c> has <c>compact</c>: of each key the last record is kept, for ever unless <see cref="DeletePolicy"/> is set too.</summary>
    public bool CompactPolicy { get; init; }

    /// <summary><c>min.cleanable.dirty.ratio</c>: a log is compacted when a larger part of its bytes than this was never compacted. 0 to 1.</summary>
    public double MinCleanableDirtyRatio { get; init; } = 0.5;

    /// <summary><c>min.compaction.lag.ms</c>: segments with records younger than this are not compacted.</summary>
    public long MinCompactionLagMs { get; init; }

    /// <summary><c>max.compaction.lag.ms</c>: records older than this are compacted whatever the dirty ratio, and segments older than this are rolled.</summary>
    public long MaxCompactionLagMs { get; init; } = long.MaxValue;

    /// <summary><c>delete.retention.ms</c>: how long a tombstone stays after the first compaction that saw it.</summary>
    public long DeleteRetentionMs { get; init; } = 86_400_000;

    /// <summary>A segment rolls when it is older than this: <see cref="SegmentMs"/>, or <see cref="MaxCompactionLagMs"/> of a compacted topic when that is less.</summary>
    public long MaxSegmentMs => CompactPolicy && MaxCompactionLagMs > 0 ? Math.Min(MaxCompactionLagMs, SegmentMs) : SegmentMs;

    /// <summary><c>file.delete.delay.ms</c>: how long deleted files stay before they are unlinked.</summary>
    public long FileDeleteDelayMs { get; init; } = 60_000;

    /// <summary><c>flush.messages</c>; 1 (the default here): nothing is acknowledged as durable or visible before it is synced.</summary>
    public long FlushMessages { get; init; } = 1;

    /// <summary><c>flush.ms</c>; 0 is the default here.</summary>
    public long FlushMs { get; init; }

    /// <summary>True when records are visible and durable only once synced: <c>flush.messages</c> 1 or <c>flush.ms</c> 0.
    /// Otherwise they are visible when written, and synced after so many messages or milliseconds, or by the system.</summary>
    public bool SyncsBeforeVisible => FlushMessages == 1 || FlushMs == 0;
}
