namespace RestStream.Broker.Groups;

/// <summary>A member asks for its assignment; the leader brings all of them.</summary>
public sealed record SyncGroupRequest
{
    /// <summary>The group.</summary>
    public required string GroupId { get; init; }

    /// <summary>The member.</summary>
    public required string MemberId { get; init; }

    /// <summary>Its instance id, when it is static.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The generation that its join gave.</summary>
    public required int Generation { get; init; }

    /// <summary>When given, the protocol type must be the group's.</summary>
    public string? ProtocolType { get; init; }

    /// <summary>When given, the protocol must be the chosen one.</summary>
    public string? ProtocolName { get; init; }

    /// <summary>From the leader: what each member gets; one that is not named gets nothing. Ignored from others.</summary>
    public IReadOnlyList<MemberAssignment> Assignments { get; init; } = [];
}
