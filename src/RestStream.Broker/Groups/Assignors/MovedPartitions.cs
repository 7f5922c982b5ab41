using RestStream.Storage;

namespace RestStream.Broker.Groups.Assignors;

/// <summary>The partitions of a topic that went from one member to another, in the order of <see cref="JavaHash"/>. Not thread-safe.</summary>
internal sealed class MovedPartitions(TopicPartition[] partitions)
{
    private readonly List<int> _moved = [];
    private int _buckets = JavaHash.InitialBuckets;

    /// <summary>The one that a Java table gives first. There is one.</summary>
    public int First => _moved.MinBy(partition => JavaHash.Bucket(JavaHash.Of(partitions[partition]), _buckets));

    public void Add(int partition)
    {
        _moved.Add(partition);
        _buckets = JavaHash.Grown(_buckets, _moved.Count);
    }

    /// <summary>Takes one away; true when it was the last.</summary>
    public bool Remove(int partition)
    {
        _moved.Remove(partition);
        return _moved.Count == 0;
    }
}
