namespace RestStream.Broker.Groups;

/// <summary>A member as the leader sees it.</summary>
/// <param name="MemberId">Its id.</param>
/// <param name="InstanceId">Its instance id; null for a dynamic member.</param>
/// <param name="Metadata">What it says for the chosen protocol.</param>
public sealed record JoinedMember(string MemberId, string? InstanceId, ReadOnlyMemory<byte> Metadata);
