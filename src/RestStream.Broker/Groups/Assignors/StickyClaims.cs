using RestStream.Storage;

namespace RestStream.Broker.Groups.Assignors;

/// <summary>
/// Who owned what, after contradictions: a claim of a newer generation beats an older one; when two of one generation claim a partition, both may be reading it, and
/// neither owns it. Partitions that do not exist are nobody's.
/// </summary>
internal sealed class StickyClaims
{
    private readonly Dictionary<TopicPartition, Holding> _holdings = [];
    private readonly Dictionary<TopicPartition, StickyMember> _previous = [];
    private readonly HashSet<TopicPartition> _contested = [];
    private readonly IReadOnlyDictionary<string, int> _partitionCounts;

    private readonly record struct Holding(StickyMember Holder, bool Owns);

    public StickyClaims(IReadOnlyList<StickyMember> members, IReadOnlyDictionary<string, int> partitionCounts)
    {
        _partitionCounts = partitionCounts;
        Members = [.. JavaHash.Ordered(members, member => member.Id)];
        foreach (StickyMember member in Members)
        {
            foreach (TopicPartition partition in member.Claimed.Where(Exists)) Claim(member, partition);
        }

        FindPrevious();
    }

    /// <summary>The members, in the order in which Kafka looks at them.</summary>
    public IReadOnlyList<StickyMember> Members { get; }

    /// <summary>The partitions that two members of one generation claimed.</summary>
    public IReadOnlySet<TopicPartition> Contested => _contested;

    /// <summary>What a member owns, in its own order.</summary>
    public IEnumerable<TopicPartition> OwnedBy(StickyMember member) => member.Claimed.Where(
        partition => _holdings.TryGetValue(partition, out Holding holding) && holding.Owns && holding.Holder == member);

    /// <summary>Who claimed it last in a generation before the newest; null for nobody.</summary>
    public StickyMember? PreviousOwner(TopicPartition partition) => _previous.GetValueOrDefault(partition);

    private bool Exists(TopicPartition partition) =>
        partition.Partition >= 0 && partition.Partition < _partitionCounts.GetValueOrDefault(partition.Topic);

    private void Claim(StickyMember member, TopicPartition partition)
    {
        bool owns = true;
        if (_holdings.TryGetValue(partition, out Holding held))
        {
            // The subscription's own field, also where the claim comes from the user data: Kafka compares so.
            int generation = held.Holder.Member.Subscription.Generation;
            if (member.GenerationOrNone < generation) return;
            owns = member.GenerationOrNone > generation;
            if (!owns) _contested.Add(partition);
        }

        _holdings[partition] = new Holding(member, owns);
    }

    private void FindPrevious()
    {
        int newest = Members.Select(member => member.GenerationOrNone).Append(StickyUserData.NoGeneration).Max();
        foreach (StickyMember member in Members.Where(member => member.GenerationOrNone < newest))
        {
            foreach (TopicPartition partition in member.Claimed)
            {
                if (!_previous.TryGetValue(partition, out StickyMember? other) || member.GenerationOrNone > other.GenerationOrNone) _previous[partition] = member;
            }
        }
    }
}
