using RestStream.Broker.Groups.Assignors;
using RestStream.Broker.Groups.Protocol;
using RestStream.Core.Topics;
using RestStream.Storage;

namespace RestStream.Broker.Groups.Sessions;

/// <summary>What a leader assigned, and on what grounds. Immutable.</summary>
internal sealed class LeaderView
{
    private readonly Dictionary<string, int> _counts;

    private LeaderView(Dictionary<string, int> counts, IReadOnlyList<MemberAssignment> assignments) => (_counts, Assignments) = (counts, assignments);

    public IReadOnlyList<MemberAssignment> Assignments { get; }

    /// <summary>Divides the partitions that there are among the members by the chosen protocol.</summary>
    public static LeaderView Assign(JoinGroupResult join, ITopics topics)
    {
        var members = MembersOf(join);
        var counts = CountsOf(members, topics);
        var shares = AssignorCatalog.Find(join.ProtocolName)!.Assign(members, counts.Where(count => count.Value > 0).ToDictionary(StringComparer.Ordinal));
        return new LeaderView(counts, [.. shares.Select(share => new MemberAssignment(share.Key, new ConsumerProtocolAssignment { Partitions = share.Value }.ToBytes()))]);
    }

    /// <summary>The view of a leader whose assignment of before holds.</summary>
    public static LeaderView Of(JoinGroupResult join, ITopics topics) => new(CountsOf(MembersOf(join), topics), []);

    /// <summary>The view of a leader that comes back after a restart, from the topics that the members subscribe to; outdated when a partition of theirs is nobody's.</summary>
    public static LeaderView Of(GroupDescription group, ITopics topics)
    {
        var members = group.Members.Select(member => MemberOf(member.MemberId, member.InstanceId, member.Subscription)).ToList();
        var counts = CountsOf(members, topics);
        var assigned = group.Members.SelectMany(member => ConsumerProtocolAssignment.TryRead(member.Assignment.Span, out var read) ? read.Partitions : []).ToHashSet();
        foreach (var (topic, count) in counts.ToList())
        {
            if (Enumerable.Range(0, count).Any(partition => !assigned.Contains(new TopicPartition(topic, partition)))) counts[topic] = -1;
        }

        return new LeaderView(counts, []);
    }

    /// <summary>True when a topic has another number of partitions now; one that is gone has none.</summary>
    public bool IsOutdated(ITopics topics) => _counts.Any(count => (topics.Resolve(count.Key)?.PartitionCount ?? 0) != count.Value);

    private static List<AssignorMember> MembersOf(JoinGroupResult join) => [.. join.Members.Select(member => MemberOf(member.MemberId, member.InstanceId, member.Metadata))];

    // A member whose bytes are no subscription wants nothing.
    private static AssignorMember MemberOf(string id, string? instance, ReadOnlyMemory<byte> metadata) =>
        new(id, instance, ConsumerProtocolSubscription.TryRead(metadata.Span, out var read) ? read : new ConsumerProtocolSubscription { Topics = [] });

    private static Dictionary<string, int> CountsOf(List<AssignorMember> members, ITopics topics) => members.SelectMany(member => member.Subscription.Topics)
        .Distinct(StringComparer.Ordinal).ToDictionary(topic => topic, topic => topics.Resolve(topic)?.PartitionCount ?? 0, StringComparer.Ordinal);
}
