namespace RestStream.Core.Groups;

/// <summary>A member of a group as of now.</summary>
/// <param name="MemberId">Its id.</param>
/// <param name="InstanceId">The static member's name; null for others.</param>
/// <param name="ClientId">What the client calls itself.</param>
/// <param name="ClientHost">Where it is.</param>
/// <param name="Topics">What it subscribes to; empty when the group's protocol is not a consumer's.</param>
/// <param name="Assignment">What it owns; empty while the group has no assignment.</param>
public sealed record ConsumerGroupMember(
    string MemberId, string? InstanceId, string ClientId, string ClientHost, IReadOnlyList<string> Topics, IReadOnlyList<AssignedPartition> Assignment);
