namespace RestStream.Broker.Groups;

/// <summary>A member that leaves, or is made to.</summary>
/// <param name="MemberId">Its id; may be empty when <paramref name="InstanceId"/> is given.</param>
/// <param name="InstanceId">Its instance id, when it is static.</param>
/// <param name="Reason">Why, for people; null for nothing.</param>
public sealed record LeavingMember(string MemberId, string? InstanceId = null, string? Reason = null);
