namespace RestStream.Server.Groups;

/// <summary>An offset to commit.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="NextOffset">The offset behind the last record that is processed.</param>
/// <param name="Metadata">A text to keep with it.</param>
internal sealed record CommitOffset(string? Topic = null, int? Partition = null, long? NextOffset = null, string? Metadata = null);
