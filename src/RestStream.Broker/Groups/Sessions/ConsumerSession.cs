using RestStream.Core;
using RestStream.Core.Groups;

namespace RestStream.Broker.Groups.Sessions;

/// <summary>
/// A consumer's session over the group coordinator. One lock guards what it knows; nothing waits under it. Its parts: <c>.Poll</c> takes a poll from its turn to its answer, <c>.Read</c> reads,
/// <c>.Commit</c> acknowledges, <c>.Rebalance</c> is the member that joins and syncs in the background, <c>.Ownership</c> takes and loses partitions, <c>.Clock</c> judges whether the consumer lives.
/// </summary>
internal sealed partial class ConsumerSession : IConsumerSession
{
    private readonly Lock _lock = new();
    private readonly SessionContext _context;
    private readonly ConsumerSessions _sessions;
    private readonly Dictionary<AssignedPartition, PartitionProgress> _owned = [];
    private readonly bool _isByHand;
    private ConsumerOptions _options;
    private Subscription _subscription;
    private string _memberId;
    private int _generation = -1;
    private Error? _ended;

    /// <param name="sessions">Where it is registered.</param>
    /// <param name="context">What all share.</param>
    /// <param name="options">What the consumer wants.</param>
    /// <param name="memberId">Its id; empty when the coordinator is to give one.</param>
    /// <param name="subscription">Its topics; of none with partitions by hand.</param>
    public ConsumerSession(ConsumerSessions sessions, SessionContext context, ConsumerOptions options, string memberId, Subscription subscription)
    {
        (_sessions, _context, _options, _memberId, _subscription) = (sessions, context, options, memberId, subscription);
        _isByHand = options.Partitions is not null;
        _mustSettle = !_isByHand;
        _sessionTimeout = options.SessionTimeout ?? ConsumerOptions.DefaultSessionTimeout;
        _clock = new Clock(this);
    }

    /// <inheritdoc/>
    public string Group => _options.Group;

    /// <inheritdoc/>
    public string MemberId => Volatile.Read(ref _memberId);

    /// <inheritdoc/>
    public string? InstanceId => _options.InstanceId;

    /// <inheritdoc/>
    public int Generation => Volatile.Read(ref _generation);

    /// <summary>Why it is over; null while it is not.</summary>
    public Error? Ended => Volatile.Read(ref _ended);

    /// <inheritdoc/>
    public IReadOnlyList<OwnedPartition> Owned
    {
        get
        {
            lock (_lock) return [.. _owned.Values.Select(progress => progress.ToOwned(progress.Position))];
        }
    }

    /// <summary>True when its partitions are assigned by hand.</summary>
    public bool IsByHand => _isByHand;

    private GroupCoordinator Coordinator => _context.Coordinator;

    private ConsumerLiveness Liveness => _options.Liveness;

    /// <summary>The consumer comes back, perhaps with other wishes.</summary>
    public void Update(ConsumerOptions options)
    {
        lock (_lock)
        {
            var isOther = options.Topics is { } topics && !_subscription.IsSameAs(topics);
            isOther |= options.Protocols is { } protocols && !Protocols.SequenceEqual(protocols, StringComparer.Ordinal);
            if (options.SessionTimeout is { } timeout && timeout != _sessionTimeout) (_sessionTimeout, isOther) = (timeout, true);
            if (isOther && options.Topics is { } wanted) _subscription = new Subscription(wanted);
            _options = options with
            {
                Topics = null,
                Protocols = options.Protocols ?? _options.Protocols,
                InstanceId = options.InstanceId ?? _options.InstanceId,
                MaxDeliveries = options.MaxDeliveries ?? _options.MaxDeliveries,
                Liveness = _options.Liveness,
            };
            if (!isOther) return;
            _mustSettle = true;
            RequestRebalance("it wants other topics");
        }
    }

    /// <inheritdoc/>
    public Error? Seek(AssignedPartition partition, long offset)
    {
        lock (_lock)
        {
            if (!_owned.TryGetValue(partition, out var progress))
                return new Error(ErrorCode.UnknownTopicOrPartition, $"Partition {partition.Partition} of '{partition.Topic}' is not assigned to this consumer.");
            progress.Position = offset;
            return null;
        }
    }

    /// <summary>Somebody committed for the member, or for the group: reading goes on from there.</summary>
    public void NoteCommitted(AssignedPartition partition, long offset, string metadata)
    {
        lock (_lock)
        {
            if (_owned.TryGetValue(partition, out var progress)) progress.Acknowledge(offset, DeliveryCount.Parse(metadata));
        }
    }

    /// <inheritdoc/>
    public async ValueTask LeaveAsync(string reason)
    {
        if (!End(SessionErrors.Unknown(Group, MemberId)) || _isByHand || MemberId.Length == 0) return;
        await Coordinator.LeaveAsync(Group, [new LeavingMember(MemberId, InstanceId, reason)]).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Liveness == ConsumerLiveness.Polls) return;
        // A static member's place is kept while it is away, as long as its session timeout.
        if (InstanceId is null || _isByHand) await LeaveAsync("its connection closed").ConfigureAwait(false);
        else StartClock();
    }

    /// <summary>The end, once: false when it was over before.</summary>
    private bool End(Error why)
    {
        CancellationTokenSource? waiting;
        lock (_lock)
        {
            if (_ended is not null) return false;
            _ended = why;
            _lastOwnership = OwnershipNow();
            _owned.Clear();
            waiting = _turn?.Wake();
        }

        _stopped.Cancel();
        _context.Clocks.Remove(_clock);
        _sessions.Forget(this);
        StopAttending();
        Cancel(waiting);
        return true;
    }

    private static void Cancel(CancellationTokenSource? waiting)
    {
        try
        {
            waiting?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The wait ended by itself just now.
        }
    }
}
