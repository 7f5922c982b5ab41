using RestStream.Core.Groups;

namespace RestStream.Server.Groups;

/// <summary>A member of a group.</summary>
/// <param name="Member">Its id.</param>
/// <param name="Instance">The static member's name; null for others.</param>
/// <param name="ClientId">What the client calls itself.</param>
/// <param name="Host">Where it is.</param>
/// <param name="Topics">What it subscribes to.</param>
/// <param name="Assignment">What it owns.</param>
internal sealed record GroupMemberView(
    string Member, string? Instance, string ClientId, string Host, IReadOnlyList<string> Topics, IReadOnlyList<GroupPartition> Assignment)
{
    public static GroupMemberView Of(ConsumerGroupMember member) => new(
        member.MemberId, member.InstanceId, member.ClientId, member.ClientHost, member.Topics, [.. member.Assignment.Select(GroupPartition.Of)]);
}
