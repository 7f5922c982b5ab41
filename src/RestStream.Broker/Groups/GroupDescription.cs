namespace RestStream.Broker.Groups;

/// <summary>A group as of now.</summary>
/// <param name="GroupId">Its name.</param>
/// <param name="State">Its state.</param>
/// <param name="Generation">Raised by each rebalance; 0 before the first.</param>
/// <param name="ProtocolType">The kind of its members; null when it never had any.</param>
/// <param name="ProtocolName">The protocol that the votes chose; null while there are no members.</param>
/// <param name="LeaderId">The member that assigns; null while there is none.</param>
/// <param name="Members">Its members, in the order in which they joined.</param>
/// <param name="LastRebalance">The rebalance under way, or the last one since the start; null when there was none.</param>
public sealed record GroupDescription(
    string GroupId,
    GroupState State,
    int Generation,
    string? ProtocolType,
    string? ProtocolName,
    string? LeaderId,
    IReadOnlyList<MemberDescription> Members,
    GroupRebalance? LastRebalance);
