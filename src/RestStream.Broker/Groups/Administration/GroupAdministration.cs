using RestStream.Broker.Groups.Protocol;
using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Groups;
using RestStream.Storage;

namespace RestStream.Broker.Groups.Administration;

/// <summary>Groups as people and tools see them: over the coordinator, with what its members' bytes mean. Thread-safe.</summary>
internal sealed partial class GroupAdministration(GroupCoordinator coordinator, IFetcher offsets) : IGroups
{
    /// <summary>Called after offsets were committed, with those that were.</summary>
    public Action<GroupCommit, IReadOnlyList<PartitionOutcome>>? Committed { get; set; }

    public Outcome<IReadOnlyList<ConsumerGroupSummary>> List(string? after, int limit, IReadOnlyCollection<ConsumerGroupState>? states)
    {
        var listed = coordinator.List();
        if (!listed.IsSuccess) return listed.Error;
        return listed.Value
            .Where(group => after is null || string.CompareOrdinal(group.GroupId, after) > 0)
            .Where(group => states?.Contains(StateOf(group.State)) is not false)
            .Take(limit).Select(Summary).ToList();
    }

    public Outcome<ConsumerGroupDescription> Describe(string group)
    {
        if (Refusal(group) is { } refusal) return refusal;
        var described = coordinator.Describe(group);
        return described.IsSuccess ? Description(described.Value) : GroupRefusals.Of(described.Error.Code, group);
    }

    public async ValueTask<Error?> RemoveMemberAsync(string group, string memberId, string reason, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var described = Describe(group);
        if (!described.IsSuccess) return described.Error;
        var left = await coordinator.LeaveAsync(group, [new LeavingMember(memberId, Reason: reason)]).ConfigureAwait(false);
        var error = left.Error == ErrorCode.None ? left.Members[0] : left.Error;
        return error == ErrorCode.None ? null : GroupRefusals.Of(error, group);
    }

    public async ValueTask<Error?> DeleteAsync(string group, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var error = await coordinator.DeleteGroupAsync(group).ConfigureAwait(false);
        return error == ErrorCode.None ? null : GroupRefusals.Of(error, group);
    }

    private static Error? Refusal(string group) =>
        GroupName.Violation(group) is { } violation ? new Error(ErrorCode.InvalidGroupId, violation) : null;

    private ConsumerGroupSummary Summary(GroupListing group)
    {
        // A group may end between the list and this look: then it has nobody.
        int members = coordinator.Describe(group.GroupId) is { IsSuccess: true } described ? described.Value.Members.Count : 0;
        return new(group.GroupId, StateOf(group.State), group.ProtocolType ?? "", members);
    }

    private static ConsumerGroupDescription Description(GroupDescription group) => new(
        group.GroupId, StateOf(group.State), group.Generation, group.ProtocolType ?? "", group.ProtocolName ?? "", group.LeaderId,
        [.. group.Members.Select(member => Member(member, group.ProtocolType))])
    {
        LastRebalanceReason = group.LastRebalance?.Reason,
        LastRebalanceDuration = group.LastRebalance?.Duration,
    };

    private static ConsumerGroupMember Member(MemberDescription member, string? protocolType)
    {
        bool isConsumer = protocolType == ConsumerProtocol.ProtocolType;
        var topics = isConsumer && ConsumerProtocolSubscription.TryRead(member.Subscription.Span, out var subscription) ? subscription.Topics : [];
        IEnumerable<TopicPartition> assigned = isConsumer && ConsumerProtocolAssignment.TryRead(member.Assignment.Span, out var assignment) ? assignment.Partitions : [];
        return new(
            member.MemberId, member.InstanceId, member.ClientId, member.ClientHost, topics,
            [.. assigned.Select(partition => new AssignedPartition(partition.Topic, partition.Partition))]);
    }

    private static ConsumerGroupState StateOf(GroupState state) => state switch
    {
        GroupState.Empty => ConsumerGroupState.Empty,
        GroupState.PreparingRebalance => ConsumerGroupState.PreparingRebalance,
        GroupState.CompletingRebalance => ConsumerGroupState.CompletingRebalance,
        GroupState.Stable => ConsumerGroupState.Stable,
        _ => ConsumerGroupState.Dead,
    };
}
