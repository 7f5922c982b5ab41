namespace RestStream.Core.Groups;

/// <summary>
/// One consumer of a group, whoever it speaks for: a poller over HTTP, a stream, a hub's subscription. It joins, rejoins on changes, and keeps the group's rules by itself; its owner polls,
/// delivers, acknowledges. Thread-safe; of two polls at once the later ends the earlier with <c>poll-superseded</c>.
/// <para>Ownership: a partition that a rebalance takes away is kept while records of it are delivered and not acknowledged, at most until the next poll (cooperative protocols). What the session
/// loses is delivered again, from the acknowledged position, to whoever gets it.</para>
/// </summary>
public interface IConsumerSession : IAsyncDisposable
{
    /// <summary>The group.</summary>
    string Group { get; }

    /// <summary>The member's id; of a session with partitions assigned by hand the session's own.</summary>
    string MemberId { get; }

    /// <summary>The static member's name; null for others.</summary>
    string? InstanceId { get; }

    /// <summary>The generation that the session is in; -1 before its first assignment and with partitions assigned by hand.</summary>
    int Generation { get; }

    /// <summary>What it owns now.</summary>
    IReadOnlyList<OwnedPartition> Owned { get; }

    /// <summary>Acknowledges, then reads the owned partitions, waiting when asked. Returns early, with what there is, on a new generation and when the engine stops.
    /// A first poll waits for the assignment too. Acknowledging overlaps with reading.</summary>
    /// <returns>What was read; or <c>unknown-member-id</c> (expired, or removed), <c>fenced-instance-id</c>, <c>poll-superseded</c>,
    /// <c>stale-ack</c> (a partition of the acknowledgement is not owned any more: nothing was applied), <see cref="ErrorCode.OffsetOutOfRange"/>, or an error of the commit:
    /// then a retry of the same poll is safe.</returns>
    /// <exception cref="OperationCanceledException">The caller left; what it acknowledged may be committed.</exception>
    ValueTask<Outcome<ConsumerPoll>> PollAsync(ConsumerPollRequest request, CancellationToken cancellationToken);

    /// <summary>Says how far records of a poll were given to the consumer: moves the positions.</summary>
    /// <param name="poll">The poll.</param>
    /// <param name="nextOffsets">For each of its partitions the offset behind the last record given; the position itself when none was.</param>
    void Deliver(ConsumerPoll poll, ReadOnlySpan<long> nextOffsets);

    /// <summary>Commits positions of owned partitions; durable when the task ends.</summary>
    /// <returns>Null, or why nothing was committed.</returns>
    ValueTask<Error?> CommitAsync(IReadOnlyList<Acknowledgement> offsets, CancellationToken cancellationToken);

    /// <summary>Moves the position of an owned partition; what is committed stays.</summary>
    /// <returns>Null; or <see cref="ErrorCode.UnknownTopicOrPartition"/> for one that is not owned.</returns>
    Error? Seek(AssignedPartition partition, long offset);

    /// <summary>Leaves the group for good: its partitions go to others at once. A second call does nothing.</summary>
    /// <param name="reason">Why, as the group's description shows it.</param>
    ValueTask LeaveAsync(string reason);
}
