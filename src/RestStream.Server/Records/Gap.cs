namespace RestStream.Server.Records;

/// <summary>Records that a reader will not get: the offsets from <paramref name="From"/> up to, not including, <paramref name="To"/>.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="From">The first offset that is missing.</param>
/// <param name="To">Where reading goes on.</param>
/// <param name="Reason">"retention", "truncated", "recreated" or "damaged".</param>
/// <param name="Topic">The topic, where a reader has several; else null.</param>
internal readonly record struct Gap(int Partition, long From, long To, string Reason, string? Topic = null);
