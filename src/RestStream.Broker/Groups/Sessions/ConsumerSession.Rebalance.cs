using RestStream.Broker.Groups.Assignors;
using RestStream.Broker.Groups.Protocol;
using RestStream.Core;
using RestStream.Core.Groups;
using RestStream.Storage;

namespace RestStream.Broker.Groups.Sessions;

/// <summary>
/// The member: joins, leads or follows, syncs, and does so again on changes, in the background and one at a time. <see cref="OnGroupChanged"/> only notes that something changed; a heartbeat then
/// says what. No change is lost: whatever is noted while a rebalance runs is looked at when it ends.
/// </summary>
internal sealed partial class ConsumerSession
{
    private static readonly TimeSpan FirstSyncBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxSyncBackoff = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopped = new();
    private readonly TaskCompletionSource _identified = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _rebalance;
    private IDisposable? _watch;
    private IDisposable? _hold;
    private LeaderView? _led;
    private string[] _topics = [];
    private string _reason = "";
    private TimeSpan _syncBackoff;
    private bool _isRebalanceWanted;
    private bool _isChanged;
    private volatile bool _isCooperative;

    /// <summary>Ends when the member has an id, or the session is over.</summary>
    public Task Identified => _identified.Task;

    private IReadOnlyList<string> Protocols => _options.Protocols ?? ConsumerOptions.DefaultProtocols;

    /// <summary>Joins (again), now or when the rebalance that runs has ended.</summary>
    public void RequestRebalance(string reason)
    {
        lock (_lock)
        {
            if (_ended is not null || _isByHand) return;
            (_isRebalanceWanted, _reason) = (true, reason);
            _rebalance ??= Task.Run(RunRebalancesAsync);
        }
    }

    /// <summary>Topics were made, deleted, or have more partitions: a pattern may match others, and a leader has to assign anew.</summary>
    public void OnTopicsChanged()
    {
        lock (_lock)
        {
            if (_ended is not null || _isByHand || _generation < 0) return;
            var isOther = _subscription.HasPatterns && !ResolveTopics().AsSpan().SequenceEqual(_topics);
            if (isOther) RequestRebalance("other topics match its patterns");
            else if (_led?.IsOutdated(_context.Topics) is true) RequestRebalance("the topics' partitions changed");
        }
    }

    private void OnGroupChanged()
    {
        lock (_lock)
        {
            if (_ended is not null) return;
            _isChanged = true;
            _rebalance ??= Task.Run(RunRebalancesAsync);
        }
    }

    private async Task SettledAsync()
    {
        Task rebalance;
        lock (_lock)
        {
            if (_ended is not null) return;
            _isChanged = true;
            rebalance = _rebalance ??= Task.Run(RunRebalancesAsync);
        }

        await WaitAsync(rebalance, _context.Options.MaxJoinWait, CancellationToken.None, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task RunRebalancesAsync()
    {
        try
        {
            while (TakeWork(out var isWanted))
            {
                if (isWanted) await RebalanceAsync().ConfigureAwait(false);
                else LookAtGroup();
            }
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            // The session is over.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            End(new Error(ErrorCode.KafkaStorageError, $"The member failed and has to join anew: {e.Message}"));
        }

        _identified.TrySetResult();
        WakePoll();
    }

    private bool TakeWork(out bool isWanted)
    {
        lock (_lock)
        {
            isWanted = _isRebalanceWanted;
            if (_ended is null && (isWanted || _isChanged))
            {
                (_isRebalanceWanted, _isChanged) = (false, false);
                return true;
            }

            _rebalance = null;
            return false;
        }
    }

    private void LookAtGroup()
    {
        var code = Coordinator.Heartbeat(Group, MemberId, InstanceId, Generation);
        if (code is ErrorCode.RebalanceInProgress or ErrorCode.IllegalGeneration) RequestRebalance("the group rebalances");
        else if (code is ErrorCode.UnknownMemberId or ErrorCode.FencedInstanceId) End(SessionErrors.Of(code, Group, MemberId));
    }

    private async Task RebalanceAsync()
    {
        var request = JoinRequest();
        var join = await Coordinator.JoinAsync(request, _stopped.Token).ConfigureAwait(false);
        if (join.Error == ErrorCode.MemberIdRequired)
        {
            // Over before it had a name: a member that is expected and never comes would hold the others' joins.
            if (Identify(join.MemberId)) RequestRebalance(_reason);
            else await Coordinator.LeaveAsync(Group, [new LeavingMember(join.MemberId, Reason: "its session is over")]).ConfigureAwait(false);
            return;
        }

        if (join.Error == ErrorCode.RebalanceInProgress)
        {
            RequestRebalance(_reason);
            return;
        }

        if (join.Error != ErrorCode.None)
        {
            End(SessionErrors.Of(join.Error, Group, MemberId));
            return;
        }

        Identify(join.MemberId);
        await SyncAsync(join).ConfigureAwait(false);
    }

    private async Task SyncAsync(JoinGroupResult join)
    {
        var led = join is { IsLeader: true, SkipAssignment: false } ? LeaderView.Assign(join, _context.Topics) : null;
        var sync = await Coordinator.SyncAsync(
            new SyncGroupRequest
            {
                GroupId = Group,
                MemberId = join.MemberId,
                InstanceId = InstanceId,
                Generation = join.Generation,
                ProtocolType = join.ProtocolType,
                ProtocolName = join.ProtocolName,
                Assignments = led?.Assignments ?? [],
            },
            _stopped.Token).ConfigureAwait(false);
        if (sync.Error is ErrorCode.UnknownMemberId or ErrorCode.FencedInstanceId)
        {
            End(SessionErrors.Of(sync.Error, Group, join.MemberId));
            return;
        }

        if (sync.Error != ErrorCode.None)
        {
            RequestRebalance("its sync was refused");
            if (sync.Error is not (ErrorCode.RebalanceInProgress or ErrorCode.IllegalGeneration)) await BackOffAsync().ConfigureAwait(false);
            return;
        }

        _syncBackoff = TimeSpan.Zero;
        lock (_lock) _led = join.IsLeader ? led ?? _led ?? LeaderView.Of(join, _context.Topics) : null;
        Attend(join.MemberId);
        _isCooperative = AssignorCatalog.Find(join.ProtocolName)?.IsCooperative is true;
        await TakeAsync(join.Generation, PartitionsOf(sync.Assignment), _isCooperative, SinceOf(join.Generation)).ConfigureAwait(false);
        // What came while it joined was not looked at.
        OnTopicsChanged();
        WakePoll();
    }

    /// <summary>The disk, or a limit, refused the assignment and may do so for long. Never as long as the group waits for its members to join again.</summary>
    private Task BackOffAsync()
    {
        _syncBackoff = _syncBackoff == TimeSpan.Zero ? FirstSyncBackoff : _syncBackoff * 2;
        if (_syncBackoff > MaxSyncBackoff) _syncBackoff = MaxSyncBackoff;
        var atMost = _sessionTimeout / 4;
        return Task.Delay(_syncBackoff < atMost ? _syncBackoff : atMost, _context.Time, _stopped.Token);
    }

    /// <summary>From now on the session hears of changes, and the coordinator's own clock is held.</summary>
    private void Attend(string memberId)
    {
        if (_watch is not null) return;
        _hold = Coordinator.HoldSession(Group, memberId);
        _watch = Coordinator.Watch(Group, memberId, OnGroupChanged);
        // What changed between the sync and the watch was not told.
        if (Ended is null) OnGroupChanged();
        else StopAttending();
    }

    private void StopAttending()
    {
        _watch?.Dispose();
        _hold?.Dispose();
    }

    /// <summary>Its id is known; false when the session is over.</summary>
    private bool Identify(string memberId)
    {
        lock (_lock)
        {
            if (_ended is not null) return false;
            if (_memberId == memberId) return true;
            Volatile.Write(ref _memberId, memberId);
            _sessions.Identified(this);
        }

        _identified.TrySetResult();
        return true;
    }

    // A static member that took over without a rebalance owns its partitions as long as the one before it did.
    private Func<AssignedPartition, int> SinceOf(int generation)
    {
        var before = _predecessor?.Ownership(generation);
        _predecessor = null;
        return partition => before is not null && before.TryGetValue(partition, out var since) ? since : generation;
    }

    private JoinGroupRequest JoinRequest()
    {
        lock (_lock)
        {
            _topics = ResolveTopics();
            var (owned, since) = Claims();
            var data = new MemberData(_options.MaxDeliveries ?? 0, [.. _subscription.Patterns], since);
            return new JoinGroupRequest
            {
                GroupId = Group,
                MemberId = _memberId,
                InstanceId = InstanceId,
                ClientId = _options.ClientId,
                ClientHost = _options.ClientHost,
                SessionTimeout = _sessionTimeout,
                ProtocolType = ConsumerProtocol.ProtocolType,
                Protocols = [.. Protocols.Select(name => new GroupProtocol(name, SubscriptionBytes(name, owned, data)))],
                Reason = _reason,
                RequiresMemberId = true,
            };
        }
    }

    private ReadOnlyMemory<byte> SubscriptionBytes(string protocol, IReadOnlyList<TopicPartition> owned, MemberData data) => new ConsumerProtocolSubscription
    {
        Topics = _topics,
        OwnedPartitions = owned,
        Generation = _generation,
        UserData = data.AppendTo(AssignorCatalog.Find(protocol)?.UserData(owned, _generation)),
    }.ToBytes();

    private string[] ResolveTopics() =>
        _subscription.Resolve(pattern => _context.Topics.Match(pattern, _context.Options.MaxMatchedTopics).Select(topic => topic.Name));

    private static IReadOnlyList<TopicPartition> PartitionsOf(ReadOnlyMemory<byte> assignment) =>
        ConsumerProtocolAssignment.TryRead(assignment.Span, out var read) ? read.Partitions : [];
}
