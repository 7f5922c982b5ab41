namespace RestStream.Broker.Groups;

/// <summary>A member as of now.</summary>
/// <param name="MemberId">Its id.</param>
/// <param name="InstanceId">Its instance id; null for a dynamic member.</param>
/// <param name="ClientId">The client's name for itself.</param>
/// <param name="ClientHost">Where the client is.</param>
/// <param name="SessionTimeout">It is removed when not heard of for so long.</param>
/// <param name="RebalanceTimeout">A rebalance waits so long for it.</param>
/// <param name="Subscription">What it says for the chosen protocol; empty while none is chosen.</param>
/// <param name="Assignment">What it got in the last generation that became Stable.</param>
public sealed record MemberDescription(
    string MemberId,
    string? InstanceId,
    string ClientId,
    string ClientHost,
    TimeSpan SessionTimeout,
    TimeSpan RebalanceTimeout,
    ReadOnlyMemory<byte> Subscription,
    ReadOnlyMemory<byte> Assignment);
