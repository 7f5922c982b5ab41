using RestStream.Storage;

namespace RestStream.Broker.Groups.Assignors;

/// <summary>
/// The moves of one balancing, so that a partition does not go from one member to another while a different one of the same topic goes the other way: instead of the second move
/// the first is undone. Members and partitions are numbers. Not thread-safe.
/// </summary>
internal sealed class StickyMoves(TopicPartition[] partitions)
{
    private readonly Dictionary<int, (int From, int To)> _moves = [];
    private readonly Dictionary<(string Topic, int From, int To), MovedPartitions> _byWay = [];

    /// <summary>The partition to move so that <paramref name="target"/> gets one more of the topic: one that it lost, or <paramref name="partition"/> itself.</summary>
    public int Instead(int partition, int owner, int target)
    {
        int origin = _moves.TryGetValue(partition, out var earlier) ? earlier.From : owner;
        return _byWay.TryGetValue((partitions[partition].Topic, target, origin), out MovedPartitions? back) ? back.First : partition;
    }

    /// <summary>Keeps where the partition came from at first and where it is now; nothing when it is back.</summary>
    public void Record(int partition, int from, int to)
    {
        if (_moves.Remove(partition, out var earlier))
        {
            Forget(partition, earlier);
            if (earlier.From == to) return;
            from = earlier.From;
        }

        _moves[partition] = (from, to);
        var way = (partitions[partition].Topic, from, to);
        if (!_byWay.TryGetValue(way, out MovedPartitions? moved)) _byWay[way] = moved = new MovedPartitions(partitions);
        moved.Add(partition);
    }

    private void Forget(int partition, (int From, int To) move)
    {
        var way = (partitions[partition].Topic, move.From, move.To);
        if (_byWay[way].Remove(partition)) _byWay.Remove(way);
    }
}
