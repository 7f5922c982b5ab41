using RestStream.Core.Fetch;
using RestStream.Core.Topics;

namespace RestStream.Server.Records;

/// <summary>Where one reader of a topic is: the next offset of every partition. Not thread-safe.</summary>
internal sealed class ReadPosition : IPagePosition
{
    private static int _rotation;
    private readonly int[]? _partitions;
    private long[] _next;

    /// <summary>A position in some partitions, or in all when <paramref name="partitions"/> is null.</summary>
    public ReadPosition(TopicHandle topic, int[]? partitions, long[] next) => (Topic, _partitions, _next) = (topic, partitions, next);

    public TopicHandle Topic { get; private set; }

    /// <summary>The topic when all of its partitions are read, those that will be added too; else null.</summary>
    public TopicHandle? Follows => _partitions is null ? Topic : null;

    /// <summary>How many partitions are read.</summary>
    public int Count => _partitions?.Length ?? _next.Length;

    /// <summary>The next offset of every partition.</summary>
    public ReadOnlyMemory<long> NextOffsets => _next;

    public long Next(int partition) => _next[partition];

    public void MoveTo(int partition, long next) => _next[partition] = next;

    bool IPagePosition.ShowsTopic => false;

    int IPagePosition.KeyOf(int index, in FetchedPartition fetched) => fetched.Partition;

    Guid IPagePosition.TopicIdOf(int key) => Topic.Id;

    int IPagePosition.MaxOf(int key) => int.MaxValue;

    /// <summary>True when the partition is read.</summary>
    public bool Reads(int partition) => _partitions is null ? partition < _next.Length : _partitions.Contains(partition);

    /// <summary>The partition at <paramref name="index"/> of those that are read.</summary>
    public int PartitionAt(int index) => _partitions is null ? index : _partitions[index];

    /// <summary>One that moves by itself.</summary>
    public ReadPosition Clone() => new(Topic, _partitions, [.. _next]);

    /// <summary>The cursor as clients hold it.</summary>
    public string ToCursor() => Cursor.Encode(Topic.Id, _next);

    /// <summary>What to fetch. Of many partitions another one is first each time, so that none starves the others.</summary>
    public FetchPartition[] ToFetch(bool rotates)
    {
        var partitions = new FetchPartition[Count];
        FillFetch(partitions, rotates);
        return partitions;
    }

    /// <summary>As <see cref="ToFetch"/>, into room for <see cref="Count"/>.</summary>
    public void FillFetch(Span<FetchPartition> room, bool rotates)
    {
        var first = rotates && room.Length > 1 ? (int)((uint)Interlocked.Increment(ref _rotation) % (uint)room.Length) : 0;
        for (var i = 0; i < room.Length; i++)
        {
            var partition = PartitionAt((first + i) % room.Length);
            room[i] = new(Topic.Name, partition, _next[partition]);
        }
    }

    /// <summary>Follows the topic: partitions that were added start at 0; a topic made anew is read from its start, told as gaps.</summary>
    public void Follow(TopicHandle today, List<Gap> gaps)
    {
        if (today.Id != Topic.Id)
        {
            for (var partition = 0; partition < _next.Length; partition++) gaps.Add(new Gap(partition, _next[partition], 0, GapReasons.Recreated));
            _next = new long[Math.Max(today.PartitionCount, _partitions?.Max() + 1 ?? 0)];
        }
        else if (today.PartitionCount != _next.Length)
        {
            Array.Resize(ref _next, Math.Max(today.PartitionCount, _next.Length));
        }

        Topic = today;
    }
}
