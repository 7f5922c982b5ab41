using RestStream.Core.Groups;

namespace RestStream.Server.Push;

/// <summary>
/// What a member was sent and has not lost, by partition: the ownership under which it was sent counts when it is committed, so that a late commit of a partition that went to
/// another member and came back does not pass for one of now. Thread-safe.
/// </summary>
internal sealed class DeliveredOffsets
{
    private readonly Lock _gate = new();
    private readonly Dictionary<AssignedPartition, Acknowledgement> _byPartition = [];

    public void Add(IReadOnlyList<Acknowledgement> delivered)
    {
        lock (_gate)
        {
            foreach (var one in delivered) _byPartition[new(one.Topic!, one.Partition)] = one;
        }
    }

    public void Remove(IReadOnlyList<AssignedPartition> lost)
    {
        lock (_gate)
        {
            foreach (var partition in lost) _byPartition.Remove(partition);
        }
    }

    /// <summary>All that was sent.</summary>
    public List<Acknowledgement> All()
    {
        lock (_gate) return [.. _byPartition.Values];
    }

    /// <summary>What is to be committed of a partition; null when nothing of it was sent since it is owned.</summary>
    public Acknowledgement? Find(string topic, int partition, long nextOffset)
    {
        lock (_gate) return _byPartition.TryGetValue(new(topic, partition), out var sent) ? sent with { NextOffset = nextOffset } : null;
    }
}
