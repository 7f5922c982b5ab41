namespace RestStream.Broker.Groups;

/// <summary>Offsets to keep for a group.</summary>
public sealed record OffsetCommitRequest
{
    /// <summary>The group; made when there is none and the commit is standalone.</summary>
    public required string GroupId { get; init; }

    /// <summary>The member that commits; empty for a standalone commit, which is taken only while the group is Empty.</summary>
    public string MemberId { get; init; } = "";

    /// <summary>Its instance id, when it is static.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The member's generation; -1 for a standalone commit.</summary>
    public int Generation { get; init; } = -1;

    /// <summary>The offsets, each partition once.</summary>
    public required IReadOnlyList<OffsetToCommit> Offsets { get; init; }
}
