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

    /// <summary><c>cleanup.policy</c> has <c>compact</c>: leaps between offsets are normal, also from one segment to the next.</summary>
    public bool CompactPolicy { get; init; }

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
