namespace RestStream.Core.Groups;

/// <summary>What became of one partition of a call.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Error">Null when it was done.</param>
public readonly record struct PartitionOutcome(string Topic, int Partition, Error? Error);
