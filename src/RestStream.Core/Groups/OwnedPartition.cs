namespace RestStream.Core.Groups;

/// <summary>A partition that a session owns, and how far it is there. The position is kept apart from what is acknowledged.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="TopicId">The topic's id when the session got the partition.</param>
/// <param name="OwnedSince">The generation since which the session has owned the partition without a break; -1 for one assigned by hand.</param>
/// <param name="Position">Where the next poll reads.</param>
/// <param name="Acknowledged">Where a reader begins that takes over: the committed offset, or the start of a group without one.</param>
public sealed record OwnedPartition(string Topic, int Partition, Guid TopicId, int OwnedSince, long Position, long Acknowledged)
{
    /// <summary>At most so many records may be delivered at once: 1 for a record that is suspected of ending its consumers.</summary>
    public int MaxRecords { get; init; } = int.MaxValue;
}
