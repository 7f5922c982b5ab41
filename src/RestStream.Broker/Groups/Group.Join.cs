using RestStream.Core;

namespace RestStream.Broker.Groups;

/// <summary>Who comes in.</summary>
internal sealed partial class Group
{
    public GroupAnswer<JoinGroupResult> Join(JoinGroupRequest request)
    {
        if (!HasRoom(request)) return TurnAway(request.MemberId);
        if (!Supports(request)) return JoinGroupResult.Refused(ErrorCode.InconsistentGroupProtocol, request.MemberId);
        if (request.MemberId.Length == 0) return request.InstanceId is { } instance ? JoinStatic(request, instance) : JoinNew(request);
        if (_pending.ContainsKey(request.MemberId)) return JoinPending(request);
        var error = Validate(request.MemberId, request.InstanceId);
        return error == ErrorCode.None ? Rejoin(_members[request.MemberId], request) : JoinGroupResult.Refused(error, request.MemberId);
    }

    /// <summary>Whoever waited for the join left: a member that never learned its id goes, another one's clock runs. Takes the lock itself.</summary>
    public void Abandon(HeldAnswer<JoinGroupResult> held, CancellationToken cancellationToken)
    {
        using var scope = Enter();
        if (_members.Values.FirstOrDefault(member => member.Join == held) is not { } member) return;
        member.Join = null;
        _joinsHeld--;
        held.Cancel(cancellationToken);
        if (!member.IsNew)
        {
            RestartSession(member);
            return;
        }

        Remove(member);
        AfterRemoval($"Member {member.Id} left before it was in.");
    }

    private bool HasRoom(JoinGroupRequest request)
    {
        var (max, isMember) = (_context.Options.MaxSize, _members.TryGetValue(request.MemberId, out var member));
        var known = isMember ? member!.MetadataBytes : 0;
        var bytes = request.Protocols.Sum(protocol => (long)protocol.Metadata.Length);
        if (bytes > known && _metadataBytes + bytes - known > _context.Options.MaxGroupMetadataBytes) return false;
        if (request.InstanceId is { } instance && _staticMembers.ContainsKey(instance)) return true;
        return State switch
        {
            GroupState.PreparingRebalance => (isMember && member!.Join is not null) || (_joinsHeld < max && _pending.Count <= max),
            GroupState.CompletingRebalance or GroupState.Stable => isMember || (_members.Count < max && _pending.Count <= max),
            _ => _pending.Count <= max,
        };
    }

    private JoinGroupResult TurnAway(string memberId)
    {
        if (_members.TryGetValue(memberId, out var member))
        {
            Remove(member);
            AfterRemoval($"Member {memberId} found the group full.");
        }

        return JoinGroupResult.Refused(ErrorCode.GroupMaxSizeReached, memberId);
    }

    private bool Supports(JoinGroupRequest request) => State == GroupState.Empty
        || (ProtocolType == request.ProtocolType
            && request.Protocols.Any(protocol => _protocolCounts.GetValueOrDefault(protocol.Name) == _members.Count));

    private GroupAnswer<JoinGroupResult> JoinNew(JoinGroupRequest request)
    {
        var id = $"{request.ClientId}-{Guid.NewGuid()}";
        if (!request.RequiresMemberId) return Add(id, request);
        AddPending(id, request.SessionTimeout);
        return JoinGroupResult.Refused(ErrorCode.MemberIdRequired, id);
    }

    private GroupAnswer<JoinGroupResult> JoinPending(JoinGroupRequest request)
    {
        if (request.InstanceId is not null) return JoinGroupResult.Refused(ErrorCode.InvalidRequest, request.MemberId);
        _pending.Remove(request.MemberId, out var session);
        Deadlines.Remove(session!);
        return Add(request.MemberId, request);
    }

    private GroupAnswer<JoinGroupResult> JoinStatic(JoinGroupRequest request, string instance)
    {
        var id = $"{instance}-{Guid.NewGuid()}";
        return _staticMembers.TryGetValue(instance, out var before) ? Replace(_members[before], id, request) : Add(id, request);
    }

    private HeldAnswer<JoinGroupResult> Add(string id, JoinGroupRequest request)
    {
        var member = new GroupMember(this, id, request.InstanceId) { IsNew = true };
        Describe(member, request);
        if (_members.Count == 0) ProtocolType = request.ProtocolType;
        if (State == GroupState.PreparingRebalance) _hasNewMember = true;
        Insert(member);
        var held = HoldJoin(member);
        RestartSession(member);
        RebalanceOrCompleteJoin(Because($"Member {id} joined", request.Reason));
        return held;
    }

    private GroupAnswer<JoinGroupResult> Rejoin(GroupMember member, JoinGroupRequest request)
    {
        var isUnchanged = member.Matches(request.Protocols);
        var keepsPlace = State switch
        {
            GroupState.CompletingRebalance => isUnchanged,
            GroupState.Stable => isUnchanged && LeaderId != member.Id,
            _ => false,
        };
        RestartSession(member);
        return keepsPlace ? Current(member, skipsAssignment: false) : JoinAgain(member, request);
    }

    private HeldAnswer<JoinGroupResult> JoinAgain(GroupMember member, JoinGroupRequest request)
    {
        var why = LeaderId == member.Id ? "the leader" : "its metadata changed";
        Update(member, request);
        var held = HoldJoin(member);
        RebalanceOrCompleteJoin(Because($"Member {member.Id} joined again ({why})", request.Reason));
        return held;
    }

    /// <summary>A static member comes back under a new id: the old one is fenced. While the group is Stable and its choice of a protocol stands, the assignment goes over
    /// without a rebalance.</summary>
    private GroupAnswer<JoinGroupResult> Replace(GroupMember before, string id, JoinGroupRequest request)
    {
        var member = new GroupMember(this, id, before.InstanceId) { Assignment = before.Assignment };
        Describe(member, request);
        Swap(before, member);
        if (State == GroupState.Stable && SelectProtocol() == ProtocolName)
        {
            if (!TryAppendMetadata(out var ticket, out var error))
            {
                Swap(member, before);
                RestartSession(before);
                return JoinGroupResult.Refused(error, request.MemberId);
            }

            Dismiss(before, ErrorCode.FencedInstanceId);
            RestartSession(member);
            var current = Current(member, request.SupportsSkippingAssignment);
            // Told that it leads, a client that cannot skip the assignment would assign to the members it is not told.
            if (current.IsLeader && !current.SkipAssignment) current = current with { LeaderId = before.Id };
            return GroupAnswer<JoinGroupResult>.After(ticket, current);
        }

        Dismiss(before, ErrorCode.FencedInstanceId);
        RestartSession(member);
        var held = HoldJoin(member);
        RebalanceOrCompleteJoin(Because($"Static member {before.InstanceId} came back as {id}", request.Reason));
        return held;
    }

    private void Swap(GroupMember from, GroupMember to)
    {
        CountProtocols(from, -1);
        CountProtocols(to, 1);
        var index = _members.IndexOf(from.Id);
        _members.RemoveAt(index);
        _members.Insert(index, to.Id, to);
        _staticMembers[to.InstanceId!] = to.Id;
        if (LeaderId == from.Id) LeaderId = to.Id;
        if (_pendingSyncs.Remove(from.Id)) _pendingSyncs.Add(to.Id);
    }

    private void Update(GroupMember member, JoinGroupRequest request)
    {
        CountProtocols(member, -1);
        Describe(member, request);
        CountProtocols(member, 1);
    }

    private static void Describe(GroupMember member, JoinGroupRequest request)
    {
        (member.ClientId, member.ClientHost) = (request.ClientId, request.ClientHost);
        member.SessionTimeout = request.SessionTimeout;
        member.RebalanceTimeout = request.RebalanceTimeout > TimeSpan.Zero ? request.RebalanceTimeout : request.SessionTimeout;
        member.Protocols = request.Protocols;
    }

    private HeldAnswer<JoinGroupResult> HoldJoin(GroupMember member)
    {
        // It asks again: whoever waited for the answer before has to do the same.
        EndJoin(member, JoinGroupResult.Refused(ErrorCode.RebalanceInProgress, member.Id));
        _joinsHeld++;
        return member.Join = new HeldAnswer<JoinGroupResult>(_context.Continuations);
    }

    private void EndJoin(GroupMember member, JoinGroupResult result)
    {
        if (member.Join is not { } held) return;
        member.Join = null;
        _joinsHeld--;
        held.End(result);
    }

    private JoinGroupResult Current(GroupMember member, bool skipsAssignment)
    {
        var seesAll = LeaderId == member.Id && (skipsAssignment || State == GroupState.CompletingRebalance);
        return new JoinGroupResult
        {
            MemberId = member.Id,
            Generation = Generation,
            ProtocolType = ProtocolType,
            ProtocolName = ProtocolName,
            LeaderId = LeaderId!,
            Members = seesAll ? [.. _members.Values.Select(other => new JoinedMember(other.Id, other.InstanceId, other.MetadataFor(ProtocolName)))] : [],
            SkipAssignment = skipsAssignment && seesAll,
        };
    }

    private static string Because(string what, string? reason) => string.IsNullOrWhiteSpace(reason) ? what + "." : $"{what}: {reason[..Math.Min(reason.Length, 255)]}";
}
