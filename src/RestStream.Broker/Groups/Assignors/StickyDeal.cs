using RestStream.Storage;

namespace RestStream.Broker.Groups.Assignors;

/// <summary>
/// The sticky assignment among members that all want the same topics. With n members everyone gets <c>total / n</c> partitions, and <c>total % n</c> of them one more.
/// First everyone keeps of its own what its number allows, then what is left is dealt, sorted, one at a time: to those that lack some, in turn, and then to
/// those that may have one more. Used once.
/// </summary>
internal sealed class StickyDeal
{
    private readonly StickyClaims _claims;
    private readonly IReadOnlyDictionary<string, int> _partitionCounts;
    private readonly HashSet<TopicPartition> _kept = [], _released = [], _transferred = [];
    private readonly List<string> _lacking = [], _full = [];
    private readonly int _each;
    private int _extras;

    public StickyDeal(StickyClaims claims, IReadOnlyDictionary<string, int> partitionCounts)
    {
        _claims = claims;
        _partitionCounts = partitionCounts;
        (_each, _extras) = Math.DivRem(partitionCounts.Values.Sum(), claims.Members.Count);
    }

    /// <summary>The partitions that changed hands.</summary>
    public IReadOnlySet<TopicPartition> Transferred => _transferred;

    public void Run(MemberShares shares)
    {
        foreach (StickyMember member in _claims.Members) Keep(member, shares[member.Id]);
        _lacking.Sort(StringComparer.Ordinal);
        _full.Sort(StringComparer.Ordinal);
        Deal(new Queue<TopicPartition>(Left()), shares);
    }

    private void Keep(StickyMember member, List<TopicPartition> share)
    {
        List<TopicPartition> owned = Owned(member);
        bool hasExtra = owned.Count > _each && _extras > 0;
        if (hasExtra) _extras--;
        int keeps = Math.Min(owned.Count, hasExtra ? _each + 1 : _each);
        share.AddRange(owned.Take(keeps));
        _kept.UnionWith(share);
        _released.UnionWith(owned.Skip(keeps));
        if (keeps < _each) _lacking.Add(member.Id);
        if (keeps == _each) _full.Add(member.Id);
    }

    // Low partition numbers are kept first, so that equal numbers of several topics stay together.
    private List<TopicPartition> Owned(StickyMember member) =>
    [
        .. _claims.OwnedBy(member).Where(partition => !_claims.Contested.Contains(partition))
            .OrderBy(partition => partition.Partition).ThenBy(partition => partition.Topic, StringComparer.Ordinal),
    ];

    private IEnumerable<TopicPartition> Left() => _partitionCounts
        .OrderBy(count => count.Key, StringComparer.Ordinal)
        .SelectMany(count => Enumerable.Range(0, count.Value).Select(partition => new TopicPartition(count.Key, partition)))
        .Where(partition => !_kept.Contains(partition));

    private void Deal(Queue<TopicPartition> left, MemberShares shares)
    {
        while (_lacking.Count > 0)
        {
            foreach (string member in _lacking) Give(left.Dequeue(), shares[member]);
            _full.AddRange(_lacking.Where(member => shares[member].Count == _each));
            _lacking.RemoveAll(member => shares[member].Count == _each);
        }

        foreach (string member in _full.Take(_extras)) Give(left.Dequeue(), shares[member]);
    }

    private void Give(TopicPartition partition, List<TopicPartition> share)
    {
        share.Add(partition);
        if (_released.Contains(partition) || _claims.Contested.Contains(partition)) _transferred.Add(partition);
    }
}
