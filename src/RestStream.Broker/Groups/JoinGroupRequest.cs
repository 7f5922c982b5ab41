namespace RestStream.Broker.Groups;

/// <summary>A member joins, or joins again.</summary>
public sealed record JoinGroupRequest
{
    /// <summary>The group; made when there is none.</summary>
    public required string GroupId { get; init; }

    /// <summary>The id that an earlier answer gave; empty for a new member.</summary>
    public string MemberId { get; init; } = "";

    /// <summary><c>group.instance.id</c>: makes a static member, whose place is kept while it restarts. Null for a dynamic one.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The client's name for itself; new member ids begin with it.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Where the client is, for people.</summary>
    public string ClientHost { get; init; } = "";

    /// <summary>A member that is not heard of for so long is removed. <see cref="GroupOptions.MinSessionTimeout"/> to <see cref="GroupOptions.MaxSessionTimeout"/>.</summary>
    public required TimeSpan SessionTimeout { get; init; }

    /// <summary>How long a rebalance waits for this member to join again; zero takes <see cref="SessionTimeout"/>.</summary>
    public TimeSpan RebalanceTimeout { get; init; }

    /// <summary>What kind of group it is, such as <c>consumer</c>: the same for all members.</summary>
    public required string ProtocolType { get; init; }

    /// <summary>What the member can assign by, the preferred first; at least one.</summary>
    public required IReadOnlyList<GroupProtocol> Protocols { get; init; }

    /// <summary>Why it joins, for people; null for nothing.</summary>
    public string? Reason { get; init; }

    /// <summary>A new dynamic member is only told its id (<see cref="Core.ErrorCode.MemberIdRequired"/>) and joins with it next: a client that repeats a lost first join then
    /// leaves no ghost in the group.</summary>
    public bool RequiresMemberId { get; init; }

    /// <summary>The member understands <see cref="JoinGroupResult.SkipAssignment"/>.</summary>
    public bool SupportsSkippingAssignment { get; init; } = true;
}
