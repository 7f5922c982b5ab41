namespace RestStream.Core.Groups;

/// <summary>Says that a record could not be processed: it is delivered again, or goes to the dead-letter topic once it was delivered often enough.
/// Records of its partition before it count as processed.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Offset">The record's offset.</param>
/// <param name="Reason">Why, for a person; null when not said.</param>
public readonly record struct Rejection(string Topic, int Partition, long Offset, string? Reason);
