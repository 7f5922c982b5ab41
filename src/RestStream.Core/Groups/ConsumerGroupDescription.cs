namespace RestStream.Core.Groups;

/// <summary>A group as of now.</summary>
/// <param name="Group">Its name.</param>
/// <param name="State">Its state.</param>
/// <param name="Generation">Its generation; 0 before the first.</param>
/// <param name="ProtocolType"><c>consumer</c>, or what its members said; empty for a group that only has offsets.</param>
/// <param name="Protocol">The assignor in force; empty without members.</param>
/// <param name="Leader">The member that assigns; null without members.</param>
/// <param name="Members">Its members.</param>
public sealed record ConsumerGroupDescription(
    string Group, ConsumerGroupState State, int Generation, string ProtocolType, string Protocol, string? Leader, IReadOnlyList<ConsumerGroupMember> Members)
{
    /// <summary>Why the last rebalance began: the member and what it did; null when there was none since the start.</summary>
    public string? LastRebalanceReason { get; init; }

    /// <summary>How long the last rebalance took; null when there was none since the start, or it is not over.</summary>
    public TimeSpan? LastRebalanceDuration { get; init; }
}
