namespace RestStream.Core.Groups;

/// <summary>One partition of one topic, as groups assign them.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition, from 0.</param>
public readonly record struct AssignedPartition(string Topic, int Partition);
