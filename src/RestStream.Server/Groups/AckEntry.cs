namespace RestStream.Server.Groups;

/// <summary>What was delivered of one partition.</summary>
/// <param name="TopicId">The topic's id.</param>
/// <param name="Partition">The partition.</param>
/// <param name="NextOffset">Behind the last record.</param>
/// <param name="OwnedSince">Since when the member owned it.</param>
internal readonly record struct AckEntry(Guid TopicId, int Partition, long NextOffset, int OwnedSince);
