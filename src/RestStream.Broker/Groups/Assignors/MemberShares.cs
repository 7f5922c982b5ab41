using RestStream.Storage;

namespace RestStream.Broker.Groups.Assignors;

/// <summary>What each member gets, while it is being decided. Not thread-safe.</summary>
internal sealed class MemberShares
{
    private readonly Dictionary<string, List<TopicPartition>> _shares;

    public MemberShares(IReadOnlyList<AssignorMember> members) =>
        _shares = members.ToDictionary(member => member.MemberId, _ => new List<TopicPartition>(), StringComparer.Ordinal);

    public List<TopicPartition> this[string memberId] => _shares[memberId];

    /// <summary>The shares, sorted by topic and partition.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<TopicPartition>> Sorted()
    {
        foreach (List<TopicPartition> share in _shares.Values) share.Sort(InOrder);
        return _shares.ToDictionary(share => share.Key, share => (IReadOnlyList<TopicPartition>)share.Value, StringComparer.Ordinal);
    }

    private static int InOrder(TopicPartition left, TopicPartition right) =>
        string.CompareOrdinal(left.Topic, right.Topic) is var byTopic and not 0 ? byTopic : left.Partition.CompareTo(right.Partition);
}
