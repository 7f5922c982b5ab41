namespace RestStream.Core.Groups;

/// <summary>Says that all records of a partition before an offset are processed.</summary>
/// <param name="Topic">The topic; null for the one with <paramref name="TopicId"/>.</param>
/// <param name="Partition">The partition.</param>
/// <param name="TopicId">The topic's id when the records were delivered.</param>
/// <param name="NextOffset">The offset behind the last record that is processed.</param>
/// <param name="OwnedSince">The ownership under which they were delivered (<see cref="OwnedPartition.OwnedSince"/>).</param>
public readonly record struct Acknowledgement(string? Topic, int Partition, Guid TopicId, long NextOffset, int OwnedSince);
