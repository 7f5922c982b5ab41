namespace RestStream.Core.Groups;

/// <summary>Opens sessions of consumers. Thread-safe.</summary>
public interface IConsumers
{
    /// <summary>
    /// A new member, a member that comes back (with what it wants now: other topics make it rejoin), or a reader of partitions assigned by hand. Nothing waits here for the group: the first
    /// poll does.
    /// </summary>
    /// <returns>The session; the same object for every call with the same member. Or <c>invalid-group-id</c>, <c>unknown-member-id</c>,
    /// <see cref="ErrorCode.UnknownTopicOrPartition"/>, <c>invalid-session-timeout</c>, <c>fenced-instance-id</c>, <c>group-max-size-reached</c>,
    /// <c>inconsistent-group-protocol</c>, <see cref="ErrorCode.TooManyRequests"/> (as many sessions are open as may), <see cref="ErrorCode.CoordinatorNotAvailable"/>,
    /// <c>coordinator-load-in-progress</c>.</returns>
    ValueTask<Outcome<IConsumerSession>> OpenAsync(ConsumerOptions options, CancellationToken cancellationToken);

    /// <summary>How many sessions are open.</summary>
    int OpenSessions { get; }
}
