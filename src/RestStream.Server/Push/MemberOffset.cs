namespace RestStream.Server.Push;

/// <summary>One offset that a member commits over the hub.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="NextOffset">Behind the last record that is processed.</param>
internal sealed record MemberOffset(string? Topic, int? Partition, long? NextOffset);
