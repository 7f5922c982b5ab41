using RestStream.Core.Groups;

namespace RestStream.Broker.Groups.Sessions;

/// <summary>How far a session is in one partition that it owns. Under the session's lock; a partition that is lost and got again has another one.</summary>
internal sealed class PartitionProgress(AssignedPartition partition, Guid topicId, int ownedSince, long start)
{
    public AssignedPartition Partition { get; } = partition;

    public Guid TopicId { get; private set; } = topicId;

    /// <summary>The generation since which it is owned without a break.</summary>
    public int OwnedSince { get; private set; } = ownedSince;

    /// <summary>Where the next poll reads.</summary>
    public long Position { get; set; } = start;

    /// <summary>Where whoever gets the partition next begins.</summary>
    public long Acknowledged { get; set; } = start;

    /// <summary>Behind the last record that was ever delivered from here: what is rejected lies before it.</summary>
    public long Delivered { get; set; } = start;

    /// <summary>What is known of the record at <see cref="Acknowledged"/>.</summary>
    public DeliveryCount Deliveries { get; set; }

    /// <summary>The record at <see cref="Acknowledged"/> was delivered since its count was last raised: a rejection counts it once, however often the same request comes.</summary>
    public bool IsCountable { get; set; } = true;

    /// <summary>A poll has read it and has not said yet what was delivered.</summary>
    public bool IsInFlight { get; set; }

    /// <summary>A rebalance took it away; it is kept until the next poll, because something of it is not acknowledged.</summary>
    public bool IsRevoked { get; set; }

    /// <summary>True when records were delivered that nobody has acknowledged.</summary>
    public bool HasUnacknowledged => IsInFlight || Position > Acknowledged;

    /// <summary>Only one record is delivered at a time where one of several is suspected.</summary>
    public int MaxRecords => Deliveries.IsSuspect(Acknowledged) ? 1 : int.MaxValue;

    public OwnedPartition ToOwned(long position) =>
        new(Partition.Topic, Partition.Partition, TopicId, OwnedSince, position, Acknowledged) { MaxRecords = MaxRecords };

    /// <summary>The topic was deleted and made anew: nothing of it was read, and what was delivered of the old one can no longer be acknowledged.</summary>
    public void BeginAnew(Guid newTopicId, int generation)
    {
        (TopicId, OwnedSince) = (newTopicId, generation);
        (Position, Acknowledged, Delivered, Deliveries, IsInFlight) = (0, 0, 0, default, false);
    }

    /// <summary>Moves on: what was committed is acknowledged, and counts begin anew unless they were committed with it.</summary>
    public void Acknowledge(long offset, DeliveryCount deliveries)
    {
        (Acknowledged, Deliveries) = (offset, deliveries);
        Position = Math.Max(Position, offset);
    }
}
