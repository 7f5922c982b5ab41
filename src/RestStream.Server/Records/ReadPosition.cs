using RestStream.Core.Fetch;
using RestStream.Core.Topics;

namespace RestStream.Server.Records;

/// <summary>Where one reader of a topic is: the next offset of every partition. Not thread-safe.</summary>
internal sealed class ReadPosition : IPagePosition
{
    private static int _rotation;
    private long[] _next;

    public ReadPosition(TopicHandle topic, int? partition, long[] next) => (Topic, Partition, _next) = (topic, partition, next);

    public TopicHandle Topic { get; private set; }

    /// <summary>The one partition that is read; null for all.</summary>
    public int? Partition { get; }

    /// <summary>The topic when all of its partitions are read, those that will be added too; else null.</summary>
    public TopicHandle? Follows => Partition is null ? Topic : null;

    /// <summary>The next offset of every partition.</summary>
    public ReadOnlySpan<long> NextOffsets => _next;

    public long Next(int partition) => _next[partition];

    public void MoveTo(int partition, long next) => _next[partition] = next;

    bool IPagePosition.ShowsTopic => false;

    int IPagePosition.KeyOf(int index, in FetchedPartition fetched) => fetched.Partition;

    Guid IPagePosition.TopicIdOf(int key) => Topic.Id;

    int IPagePosition.MaxOf(int key) => int.MaxValue;

    /// <summary>The cursor as clients hold it.</summary>
    public string ToCursor() => Cursor.Encode(Topic.Id, _next);

    /// <summary>What to fetch. Of many partitions another one is first each time, so that none starves the others.</summary>
    public FetchPartition[] ToFetch(bool rotates)
    {
        if (Partition is { } only) return [new(Topic.Name, only, _next[only])];
        var partitions = new FetchPartition[_next.Length];
        var first = rotates && partitions.Length > 1 ? (int)((uint)Interlocked.Increment(ref _rotation) % (uint)partitions.Length) : 0;
        for (var i = 0; i < partitions.Length; i++)
        {
            var partition = (first + i) % partitions.Length;
            partitions[i] = new(Topic.Name, partition, _next[partition]);
        }

        return partitions;
    }

    /// <summary>Follows the topic: partitions that were added start at 0; a topic made anew is read from its start, told as gaps.</summary>
    public void Follow(TopicHandle today, List<Gap> gaps)
    {
        if (today.Id != Topic.Id)
        {
            for (var partition = 0; partition < _next.Length; partition++) gaps.Add(new Gap(partition, _next[partition], 0, GapReasons.Recreated));
            _next = new long[today.PartitionCount];
        }
        else if (today.PartitionCount != _next.Length)
        {
            Array.Resize(ref _next, Math.Max(today.PartitionCount, _next.Length));
        }

        Topic = today;
    }
}
