using RestStream.Core;
using RestStream.Storage;

namespace RestStream.Broker.Groups;

/// <summary>Who gets what.</summary>
internal sealed partial class Group
{
    // The generation whose assignment is being written; -1 for none.
    private int _storing = -1;

    public GroupAnswer<SyncGroupResult> Sync(SyncGroupRequest request)
    {
        var error = CheckSync(request);
        if (error != ErrorCode.None) return SyncGroupResult.Refused(error);
        var member = _members[request.MemberId];
        _pendingSyncs.Remove(member.Id);
        if (State == GroupState.Stable)
        {
            RestartSession(member);
            return AssignmentOf(member);
        }

        EndSync(member, SyncGroupResult.Refused(ErrorCode.RebalanceInProgress));
        var held = member.Sync = new HeldAnswer<SyncGroupResult>(_context.Continuations);
        if (member.Id == LeaderId && _storing != Generation) Store(request.Assignments);
        return held;
    }

    /// <summary>Whoever waited for the sync left: the member's clock runs. Takes the lock itself.</summary>
    public void Abandon(HeldAnswer<SyncGroupResult> held, CancellationToken cancellationToken)
    {
        using var scope = Enter();
        if (_members.Values.FirstOrDefault(member => member.Sync == held) is not { } member) return;
        member.Sync = null;
        held.Cancel(cancellationToken);
        RestartSession(member);
    }

    private ErrorCode CheckSync(SyncGroupRequest request)
    {
        var error = Validate(request.MemberId, request.InstanceId);
        if (error != ErrorCode.None) return error;
        if (request.Generation != Generation && _context.Mutation != GroupMutation.IgnoreGeneration) return ErrorCode.IllegalGeneration;
        if (State == GroupState.PreparingRebalance) return ErrorCode.RebalanceInProgress;
        var isOther = (request.ProtocolType is { } type && type != ProtocolType) || (request.ProtocolName is { } name && name != ProtocolName);
        return isOther ? ErrorCode.InconsistentGroupProtocol : ErrorCode.None;
    }

    private void Store(IReadOnlyList<MemberAssignment> assignments)
    {
        var byMember = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var (memberId, assignment) in assignments)
        {
            if (_members.ContainsKey(memberId)) byMember[memberId] = assignment;
        }

        if (byMember.Values.Sum(assignment => (long)assignment.Length) > _context.Options.MaxGroupMetadataBytes)
        {
            FailStore(ErrorCode.InvalidRequest);
            return;
        }

        if (!TryAppendMetadata(out var ticket, out var error, byMember))
        {
            FailStore(error);
            return;
        }

        _storing = Generation;
        var generation = Generation;
        (_afterwards ??= []).Add(() => _ = FinishStoreAsync(generation, byMember, ticket));
    }

    private async Task FinishStoreAsync(int generation, Dictionary<string, ReadOnlyMemory<byte>> assignments, CommitTicket ticket)
    {
        var error = await SyncedAsync(ticket).ConfigureAwait(false);
        using var scope = Enter();
        // Another rebalance may have begun meanwhile: then nobody is to see this assignment.
        if (State != GroupState.CompletingRebalance || Generation != generation || _storing != generation) return;
        _storing = -1;
        if (error == ErrorCode.None) Publish(assignments);
        else FailStore(error);
    }

    private void Publish(Dictionary<string, ReadOnlyMemory<byte>> assignments)
    {
        TransitionTo(GroupState.Stable);
        foreach (var member in _members.Values)
        {
            member.Assignment = assignments.GetValueOrDefault(member.Id);
            if (member.Sync is null) continue;
            EndSync(member, AssignmentOf(member));
            RestartSession(member);
        }
    }

    private void FailStore(ErrorCode error)
    {
        AbandonSyncs(error);
        PrepareRebalance($"The leader's assignment was not taken ({ErrorCodes.NameOf(error)}).");
    }

    private void AbandonSyncs(ErrorCode error)
    {
        _storing = -1;
        foreach (var member in _members.Values)
        {
            member.Assignment = default;
            if (member.Sync is null) continue;
            EndSync(member, SyncGroupResult.Refused(error));
            RestartSession(member);
        }
    }

    private void ExpireSyncs()
    {
        if (_pendingSyncs.Count == 0) return;
        var late = _pendingSyncs.ToList();
        foreach (var memberId in late) Remove(_members[memberId]);
        AfterRemoval($"{(late.Count == 1 ? $"Member {late[0]}" : $"{late.Count} members")} did not sync in time.");
    }

    private SyncGroupResult AssignmentOf(GroupMember member) => new(ErrorCode.None, ProtocolType, ProtocolName, member.Assignment);

    private static void EndSync(GroupMember member, SyncGroupResult result)
    {
        if (member.Sync is not { } held) return;
        member.Sync = null;
        held.End(result);
    }
}
