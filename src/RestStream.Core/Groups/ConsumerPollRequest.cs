namespace RestStream.Core.Groups;

/// <summary>What to acknowledge, and then to read.</summary>
/// <param name="MaxRecords">Of each partition, read on while fewer records than this were found; at least 1.</param>
/// <param name="MaxBytes">At most so many bytes of batches in all, but at least one whole batch when there is one.</param>
/// <param name="MaxWait">How long to wait for a record; zero answers at once.</param>
public sealed record ConsumerPollRequest(int MaxRecords, int MaxBytes, TimeSpan MaxWait)
{
    /// <summary>Committed first, all or nothing; the answer waits until it is durable. What is committed already changes nothing.</summary>
    public IReadOnlyList<Acknowledgement> Acknowledge { get; init; } = [];

    /// <summary>Records that could not be processed; applied after <see cref="Acknowledge"/>.</summary>
    public IReadOnlyList<Rejection> Reject { get; init; } = [];

    /// <summary>Reads from what is acknowledged, so that a lost answer is given again; otherwise the session goes on where it is.</summary>
    public bool Rewinds { get; init; }
}
