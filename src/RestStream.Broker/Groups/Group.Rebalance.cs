using RestStream.Core;

namespace RestStream.Broker.Groups;

/// <summary>From one generation to the next.</summary>
internal sealed partial class Group
{
    private int _joinsHeld;
    private long _metadataBytes;
    private bool _isInitialWait;
    private bool _hasNewMember;
    private TimeSpan _initialWaitLeft;
    private string? _rebalanceReason;
    private DateTimeOffset _rebalanceStartedAt;
    private long _rebalanceStart;
    private TimeSpan? _rebalanceDuration = TimeSpan.Zero;

    private GroupRebalance? LastRebalance => _rebalanceReason is { } reason ? new(reason, _rebalanceStartedAt, _rebalanceDuration) : null;

    private TimeSpan RebalanceTimeout => _members.Count == 0 ? TimeSpan.Zero : _members.Values.Max(member => member.RebalanceTimeout);

    private bool HaveAllJoined => _joinsHeld == _members.Count && _pending.Count == 0;

    /// <summary>Joins and syncs that take too long end here. Takes the lock itself.</summary>
    public void OnPhaseDeadline()
    {
        using var scope = Enter();
        if (_phase.Due == long.MaxValue) return;
        var left = _context.Time.GetElapsedTime(_context.Time.GetTimestamp(), _phase.Due);
        if (left > TimeSpan.Zero)
        {
            Deadlines.Add(_phase, left);
            return;
        }

        _phase.Due = long.MaxValue;
        if (State != GroupState.PreparingRebalance) ExpireSyncs();
        else if (_isInitialWait) EndInitialWait();
        else CompleteJoin();
    }

    private void RebalanceOrCompleteJoin(string reason)
    {
        if (State == GroupState.PreparingRebalance || (_context.Mutation == GroupMutation.JoinWithoutRebalance && State == GroupState.Stable)) TryCompleteJoin();
        else PrepareRebalance(reason);
    }

    private void PrepareRebalance(string reason)
    {
        if (State == GroupState.CompletingRebalance) AbandonSyncs(ErrorCode.RebalanceInProgress);
        var isInitial = State == GroupState.Empty;
        BeginRebalance(reason);
        TransitionTo(GroupState.PreparingRebalance);
        TellAll();
        if (isInitial) BeginInitialWait();
        else if (HaveAllJoined || _context.Mutation == GroupMutation.KeepStragglers) CompleteJoin();
        else StartPhase(RebalanceTimeout);
    }

    /// <summary>The first rebalance waits for more members to come, whoever is there: longer as long as they come.</summary>
    private void BeginInitialWait()
    {
        var delay = _context.Options.InitialRebalanceDelay;
        _initialWaitLeft = RebalanceTimeout - delay;
        _hasNewMember = false;
        if (delay <= TimeSpan.Zero)
        {
            CompleteJoin();
            return;
        }

        _isInitialWait = true;
        StartPhase(delay);
    }

    private void EndInitialWait()
    {
        var delay = _context.Options.InitialRebalanceDelay;
        if (!_hasNewMember || _initialWaitLeft <= TimeSpan.Zero)
        {
            CompleteJoin();
            return;
        }

        _hasNewMember = false;
        StartPhase(delay < _initialWaitLeft ? delay : _initialWaitLeft);
        _initialWaitLeft -= delay;
    }

    private void TryCompleteJoin()
    {
        if (State == GroupState.PreparingRebalance && !_isInitialWait && HaveAllJoined) CompleteJoin();
    }

    private void CompleteJoin()
    {
        StopPhase();
        _isInitialWait = false;
        if (_context.Mutation != GroupMutation.KeepStragglers) DropStragglers();
        if (_members.Count > 0 && !ElectLeader())
        {
            // Static members alone, none of them back: their places are kept until their sessions end.
            StartPhase(RebalanceTimeout);
            return;
        }

        BeginGeneration();
    }

    private void DropStragglers()
    {
        foreach (var member in _members.Values.Where(member => member.Join is null && !member.IsStatic).ToList()) Remove(member);
    }

    private bool ElectLeader()
    {
        if (LeaderId is { } leader && _members[leader].Join is not null) return true;
        if (_members.Values.FirstOrDefault(member => member.Join is not null) is not { } elected) return false;
        LeaderId = elected.Id;
        return true;
    }

    private void BeginGeneration()
    {
        Generation = Generation == int.MaxValue ? 1 : Generation + 1;
        _pendingSyncs.Clear();
        TellAll();
        if (_members.Count == 0)
        {
            BecomeEmpty();
            return;
        }

        ProtocolName = SelectProtocol();
        TransitionTo(GroupState.CompletingRebalance);
        foreach (var member in _members.Values)
        {
            EndJoin(member, Current(member, skipsAssignment: false));
            member.IsNew = false;
            RestartSession(member);
            _pendingSyncs.Add(member.Id);
        }

        if (_context.Mutation != GroupMutation.NoSyncDeadline) StartPhase(RebalanceTimeout);
    }

    private void BecomeEmpty()
    {
        (ProtocolName, LeaderId) = (null, null);
        TransitionTo(GroupState.Empty);
        // Whoever leaves waits for it, nobody else. Unwritten, the members of before are there after a restart, and expire.
        TryAppendMetadata(out _emptied, out _);
    }

    /// <summary>Each member votes for the first of its protocols that all know; the most votes win, among equals the first voted for.</summary>
    private string SelectProtocol()
    {
        var votes = new OrderedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var member in _members.Values)
        {
            var vote = member.Protocols.First(protocol => _protocolCounts[protocol.Name] == _members.Count).Name;
            votes[vote] = votes.GetValueOrDefault(vote) + 1;
        }

        return votes.MaxBy(vote => vote.Value).Key;
    }

    private void BeginRebalance(string reason)
    {
        _rebalanceReason = reason;
        if (_rebalanceDuration is null) return;
        _rebalanceDuration = null;
        _rebalanceStartedAt = _context.Time.GetUtcNow();
        _rebalanceStart = _context.Time.GetTimestamp();
    }

    private void EndRebalance()
    {
        if (_rebalanceDuration is not null) return;
        var duration = _context.Time.GetElapsedTime(_rebalanceStart);
        _rebalanceDuration = duration;
        RebalanceMetrics.Rebalanced(duration);
    }
}
