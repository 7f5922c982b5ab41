using RestStream.Core.Groups;

namespace RestStream.Server.Groups;

/// <summary>A group as of now.</summary>
/// <param name="Group">Its name.</param>
/// <param name="State">Kafka's name of its state.</param>
/// <param name="ProtocolType"><c>consumer</c>, or what its members said; empty for a group that only has offsets.</param>
/// <param name="Protocol">The assignor in force; empty without members.</param>
/// <param name="Generation">Raised by each rebalance.</param>
/// <param name="Leader">The member that assigns; null without members.</param>
/// <param name="Members">Its members.</param>
/// <param name="Offsets">Each partition of the topics that it reads or has offsets of.</param>
/// <param name="Lag">The sum over the partitions that have an offset.</param>
/// <param name="LastRebalance">Why the last rebalance was; null when there was none since the start.</param>
internal sealed record GroupView(
    string Group, string State, string ProtocolType, string Protocol, int Generation, string? Leader, IReadOnlyList<GroupMemberView> Members,
    IReadOnlyList<GroupOffsetView> Offsets, long Lag, GroupRebalanceView? LastRebalance)
{
    public static GroupView Of(ConsumerGroupDescription group, IReadOnlyList<GroupOffsetView> offsets) => new(
        group.Group, group.State.ToString(), group.ProtocolType, group.Protocol, group.Generation, group.Leader,
        [.. group.Members.Select(GroupMemberView.Of)], offsets, offsets.Sum(offset => offset.Lag ?? 0), Rebalance(group));

    private static GroupRebalanceView? Rebalance(ConsumerGroupDescription group) =>
        group.LastRebalanceReason is { } reason ? new(reason, group.LastRebalanceDuration?.TotalMilliseconds) : null;
}
