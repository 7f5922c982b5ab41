namespace RestStream.Broker.Groups;

/// <summary>The committed offset of one partition, and what is on its way to disk. Under the group's lock.</summary>
internal sealed class OffsetEntry
{
    /// <summary>The newest durable one; null when there is none.</summary>
    public CommittedOffset? Value { get; set; }

    /// <summary>Where the record of <see cref="Value"/>, or of its deletion, lies in the log.</summary>
    public long AppliedAt { get; set; } = -1;

    /// <summary>How many appended records wait for their sync.</summary>
    public int Pending { get; set; }
}
