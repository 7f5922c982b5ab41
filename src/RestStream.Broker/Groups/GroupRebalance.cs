namespace RestStream.Broker.Groups;

/// <summary>A rebalance.</summary>
/// <param name="Reason">A sentence: who caused it, and how.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Duration">From then until the group was Stable or Empty; null while it goes on.</param>
public sealed record GroupRebalance(string Reason, DateTimeOffset StartedAt, TimeSpan? Duration);
