using RestStream.Storage;

namespace RestStream.Broker.Groups.Assignors;

/// <summary>
/// The sticky assignment among members that want different topics. Everyone keeps what it owned and still wants; the rest goes, topics with the fewest subscribers first, to
/// the subscriber with the least; then partitions move from members to others of their topic that have at least two less, until none does. Used once.
/// <para>Members are numbered by id, topics by their number of subscribers and name, partitions by topic and number: all ties are broken by these numbers.</para>
/// </summary>
internal sealed class StickyBalance
{
    private const int Nobody = -1;

    // Each pass but the last improves the balance; this many are never needed, and a server must not loop for ever.
    private const int MaxPasses = 1000;

    private readonly StickyMember[] _members;
    private readonly string[] _topics;
    private readonly int[][] _subscribers;
    private readonly TopicPartition[] _partitions;
    private readonly int[] _topicOf, _previousOwner, _load;
    private readonly StickyMoves _moves;
    private int[] _owner;
    private bool _lostInterest;

    public StickyBalance(StickyClaims claims, IReadOnlyDictionary<string, int> partitionCounts)
    {
        _members = [.. claims.Members.OrderBy(member => member.Id, StringComparer.Ordinal)];
        _topics = [.. partitionCounts.Keys.OrderBy(topic => _members.Count(member => member.Member.Wants(topic))).ThenBy(topic => topic, StringComparer.Ordinal)];
        _subscribers = [.. _topics.Select(topic => Enumerable.Range(0, _members.Length).Where(member => _members[member].Member.Wants(topic)).ToArray())];
        _topicOf = [.. Enumerable.Range(0, _topics.Length).SelectMany(topic => Enumerable.Repeat(topic, partitionCounts[_topics[topic]]))];
        _partitions = [.. _topics.SelectMany(topic => Enumerable.Range(0, partitionCounts[topic]).Select(partition => new TopicPartition(topic, partition)))];
        _moves = new StickyMoves(_partitions);
        _load = new int[_members.Length];
        _owner = OwnersOf(claims);
        _previousOwner = [.. _partitions.Select(partition => Array.IndexOf(_members, claims.PreviousOwner(partition)))];
    }

    public void Run(MemberShares shares)
    {
        bool isFirst = _load.All(load => load == 0);
        int[] unowned = [.. Enumerable.Range(0, _partitions.Length).Where(partition => _owner[partition] == Nobody)];
        foreach (int partition in unowned) Give(partition, Least(partition));
        int[] before = [.. _owner];
        long unevenness = Unevenness();
        if (!_lostInterest) Balance(unowned.Where(IsMovable));
        bool isMoved = Balance(Enumerable.Range(0, _partitions.Length).Where(IsMovable));
        if (isMoved && !isFirst && Unevenness() >= unevenness) _owner = before;
        for (int partition = 0; partition < _partitions.Length; partition++) shares[_members[_owner[partition]].Id].Add(_partitions[partition]);
    }

    private int[] OwnersOf(StickyClaims claims)
    {
        var owner = new Dictionary<TopicPartition, int>();
        for (int member = 0; member < _members.Length; member++)
        {
            foreach (TopicPartition partition in claims.OwnedBy(_members[member]))
            {
                if (_members[member].Member.Wants(partition.Topic)) owner[partition] = member;
                else _lostInterest = true;
            }
        }

        foreach (int member in owner.Values) _load[member]++;
        return [.. _partitions.Select(partition => owner.GetValueOrDefault(partition, Nobody))];
    }

    private bool IsMovable(int partition) => _subscribers[_topicOf[partition]].Length > 1;

    private int Least(int partition) => _subscribers[_topicOf[partition]].MinBy(member => _load[member]);

    private void Give(int partition, int member)
    {
        if (_owner[partition] != Nobody) _load[_owner[partition]]--;
        _owner[partition] = member;
        _load[member]++;
    }

    private bool Balance(IEnumerable<int> movable)
    {
        int[] partitions = [.. movable];
        bool isMoved = false;
        for (int pass = 0; pass < MaxPasses && BalanceOnce(partitions); pass++) isMoved = true;
        return isMoved;
    }

    private bool BalanceOnce(int[] partitions)
    {
        bool isMoved = false;
        foreach (int partition in partitions)
        {
            int target = TargetOf(partition);
            if (target == Nobody) continue;
            int moved = _moves.Instead(partition, _owner[partition], target);
            _moves.Record(moved, _owner[moved], target);
            Give(moved, target);
            isMoved = true;
        }

        return isMoved;
    }

    // Back to whom it had before the last rebalance, or else to the one with the least; only to somebody with at least two less.
    private int TargetOf(int partition)
    {
        int previous = _previousOwner[partition];
        if (previous != Nobody && HasTwoLess(previous, partition) && _members[previous].Member.Wants(_partitions[partition].Topic)) return previous;
        int least = Least(partition);
        return HasTwoLess(least, partition) ? least : Nobody;
    }

    private bool HasTwoLess(int member, int partition) => _load[_owner[partition]] > _load[member] + 1;

    // The sum of the differences between all pairs of members that share a topic with anybody.
    private long Unevenness()
    {
        int[] loads = [.. _subscribers.Where(subscribers => subscribers.Length > 1).SelectMany(subscribers => subscribers).Distinct().Select(member => _load[member]).Order()];
        long sum = 0;
        for (int i = 0; i < loads.Length; i++) sum += loads[i] * ((2L * i) - loads.Length + 1);
        return sum;
    }
}
