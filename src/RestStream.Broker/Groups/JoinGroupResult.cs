using RestStream.Core;

namespace RestStream.Broker.Groups;

/// <summary>What became of a join.</summary>
public sealed record JoinGroupResult
{
    /// <summary>None; or why the member is not in. With an error only <see cref="MemberId"/> counts.</summary>
    public ErrorCode Error { get; init; }

    /// <summary>The generation that the member is in; -1 with an error.</summary>
    public int Generation { get; init; } = -1;

    /// <summary>The kind of the group.</summary>
    public string? ProtocolType { get; init; }

    /// <summary>The protocol that the members' votes chose.</summary>
    public string? ProtocolName { get; init; }

    /// <summary>The member that assigns.</summary>
    public string LeaderId { get; init; } = "";

    /// <summary>The member's id; with <see cref="ErrorCode.MemberIdRequired"/> the one to join with.</summary>
    public required string MemberId { get; init; }

    /// <summary>For the leader: all members, in the order in which they joined. Empty for the others.</summary>
    public IReadOnlyList<JoinedMember> Members { get; init; } = [];

    /// <summary>The leader came back as a static member: the assignment of before holds, it syncs without one.</summary>
    public bool SkipAssignment { get; init; }

    /// <summary>True for the member that assigns.</summary>
    public bool IsLeader => Error == ErrorCode.None && MemberId == LeaderId;

    internal static JoinGroupResult Refused(ErrorCode error, string memberId) => new() { Error = error, MemberId = memberId };
}
