using RestStream.Storage;

namespace RestStream.Broker.Groups.Assignors;

/// <summary>
/// Divides the partitions of topics among the members of a consumer group; the same input gives what Kafka's assignor of that name gives (racks aside).
/// Stateless and thread-safe.
/// </summary>
internal interface IAssignor
{
    /// <summary>Kafka's name for it, which is the protocol's name in a join.</summary>
    string Name { get; }

    /// <summary>
    /// True when members keep their partitions during a rebalance: a partition that changes hands is first given to nobody, and its old owner joins again
    /// when it has let it go. False when members give up everything before they join.
    /// </summary>
    bool IsCooperative { get; }

    /// <summary>What a member adds to its subscription for this assignor, as Kafka's client does; null for nothing.</summary>
    /// <param name="owned">The partitions that it owned last.</param>
    /// <param name="generation">The generation in which it owned them; -1 when it never was in one.</param>
    ReadOnlyMemory<byte>? UserData(IReadOnlyList<TopicPartition> owned, int generation);

    /// <summary>The partitions of every member, sorted; members without any have an empty list.</summary>
    /// <param name="members">The members in the order of the join.</param>
    /// <param name="partitionCounts">How many partitions each topic has; topics that are not here do not exist.</param>
    IReadOnlyDictionary<string, IReadOnlyList<TopicPartition>> Assign(
        IReadOnlyList<AssignorMember> members, IReadOnlyDictionary<string, int> partitionCounts);
}
