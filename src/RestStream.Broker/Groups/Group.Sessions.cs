using System.Diagnostics;
using RestStream.Core;

namespace RestStream.Broker.Groups;

/// <summary>Who is alive.</summary>
internal sealed partial class Group
{
    public ErrorCode Heartbeat(string memberId, string? instanceId, int generation)
    {
        var error = Validate(memberId, instanceId);
        if (error != ErrorCode.None) return error;
        if (generation != Generation) return ErrorCode.IllegalGeneration;
        RestartSession(_members[memberId]);
        return State == GroupState.PreparingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
    }

    /// <summary>Stops a member's clock; null when there is no such member.</summary>
    public SessionHold? Hold(string memberId)
    {
        if (!_members.TryGetValue(memberId, out var member)) return null;
        member.Holds++;
        return new SessionHold(this, member);
    }

    /// <summary>Takes the lock itself.</summary>
    public void Release(GroupMember member)
    {
        using var scope = Enter();
        if (--member.Holds == 0 && IsMember(member)) RestartSession(member);
    }

    /// <summary>Takes the lock itself.</summary>
    public void OnSessionDeadline(MemberSession session)
    {
        using var scope = Enter();
        session.ArmedFor = long.MaxValue;
        if (_pending.TryGetValue(session.MemberId, out var pending) && pending == session)
        {
            if (!StillLives(session)) RemovePending(session.MemberId);
        }
        else if (_members.TryGetValue(session.MemberId, out var member) && member.Session == session && member.IsClockRunning && !StillLives(session))
        {
            if (_context.Mutation == GroupMutation.NoSessionExpiry) return;
            GroupMetrics.SessionsExpired.Add(1);
            Remove(member);
            AfterRemoval($"Member {member.Id} was not heard of for {session.Timeout.TotalSeconds} s.");
        }
    }

    private bool IsMember(GroupMember member) => _members.TryGetValue(member.Id, out var found) && found == member;

    private void RestartSession(GroupMember member) => RestartSession(member.Session, member.IsNew ? _context.Options.NewMemberJoinTimeout : member.SessionTimeout);

    private void RestartSession(MemberSession session, TimeSpan timeout)
    {
        session.Since = _context.Time.GetTimestamp();
        session.Timeout = timeout;
        if (TimestampAfter(timeout) < session.ArmedFor) Arm(session, timeout);
    }

    private void Arm(MemberSession session, TimeSpan time)
    {
        session.ArmedFor = TimestampAfter(time);
        Deadlines.Add(session, time);
    }

    // The deadline was set for an earlier sign of life: set for the last one now.
    private bool StillLives(MemberSession session)
    {
        var left = session.Timeout - _context.Time.GetElapsedTime(session.Since);
        if (left <= TimeSpan.Zero) return false;
        Arm(session, left);
        return true;
    }

    private ErrorCode Validate(string memberId, string? instanceId)
    {
        if (instanceId is not null)
        {
            if (!_staticMembers.TryGetValue(instanceId, out var holder)) return ErrorCode.UnknownMemberId;
            if (holder != memberId) return ErrorCode.FencedInstanceId;
        }

        return _members.ContainsKey(memberId) ? ErrorCode.None : ErrorCode.UnknownMemberId;
    }

    private void AddPending(string memberId, TimeSpan sessionTimeout)
    {
        var session = _pending[memberId] = new MemberSession(this, memberId);
        RestartSession(session, sessionTimeout);
    }

    private bool RemovePending(string memberId)
    {
        if (!_pending.Remove(memberId, out var session)) return false;
        Deadlines.Remove(session);
        TryCompleteJoin();
        return true;
    }

    private void Insert(GroupMember member)
    {
        Debug.Assert(!_members.ContainsKey(member.Id));
        _members.Add(member.Id, member);
        if (member.InstanceId is { } instance) _staticMembers[instance] = member.Id;
        LeaderId ??= member.Id;
        CountProtocols(member, 1);
    }

    private void Remove(GroupMember member)
    {
        _members.Remove(member.Id);
        if (member.InstanceId is { } instance && _staticMembers.GetValueOrDefault(instance) == member.Id) _staticMembers.Remove(instance);
        CountProtocols(member, -1);
        _pendingSyncs.Remove(member.Id);
        if (LeaderId == member.Id) LeaderId = _members.Count > 0 ? _members.GetAt(0).Key : null;
        Dismiss(member, ErrorCode.UnknownMemberId);
    }

    private void Dismiss(GroupMember member, ErrorCode error)
    {
        Deadlines.Remove(member.Session);
        EndJoin(member, JoinGroupResult.Refused(error, member.Id));
        EndSync(member, SyncGroupResult.Refused(error));
        TellRemoved(member);
    }

    private void AfterRemoval(string reason)
    {
        if (State is GroupState.Stable or GroupState.CompletingRebalance) PrepareRebalance(reason);
        else TryCompleteJoin();
    }

    private void CountProtocols(GroupMember member, int count)
    {
        _metadataBytes += count * member.MetadataBytes;
        foreach (var (name, _) in member.Protocols)
        {
            var supporters = _protocolCounts.GetValueOrDefault(name) + count;
            if (supporters == 0) _protocolCounts.Remove(name);
            else _protocolCounts[name] = supporters;
        }
    }
}
