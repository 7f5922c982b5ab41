namespace RestStream.Core.Fetch;

/// <summary>Where to read in one partition.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Offset">The first offset wanted. Below the log start offset, reading begins there.</param>
public readonly record struct FetchPartition(string Topic, int Partition, long Offset);
