using RestStream.Storage;

namespace RestStream.Broker.Groups.Assignors;

/// <summary>
/// Kafka's <c>roundrobin</c>: all partitions of all topics, sorted, are dealt to the members in turn; whoever does not want a partition's topic is passed over.
/// </summary>
internal sealed class RoundRobinAssignor : IAssignor
{
    public string Name => "roundrobin";

    public bool IsCooperative => false;

    public ReadOnlyMemory<byte>? UserData(IReadOnlyList<TopicPartition> owned, int generation) => null;

    public IReadOnlyDictionary<string, IReadOnlyList<TopicPartition>> Assign(
        IReadOnlyList<AssignorMember> members, IReadOnlyDictionary<string, int> partitionCounts)
    {
        var shares = new MemberShares(members);
        List<AssignorMember> inTurn = [.. members.Order(Comparer<AssignorMember>.Create(AssignorMember.InTurn))];
        int turn = 0;
        foreach (var (topic, partitions) in partitionCounts.OrderBy(count => count.Key, StringComparer.Ordinal))
        {
            bool[] wants = [.. inTurn.Select(member => member.Wants(topic))];
            if (!wants.Contains(true)) continue;
            for (int partition = 0; partition < partitions; partition++)
            {
                while (!wants[turn]) turn = (turn + 1) % wants.Length;
                shares[inTurn[turn].MemberId].Add(new TopicPartition(topic, partition));
                turn = (turn + 1) % wants.Length;
            }
        }

        return shares.Sorted();
    }
}
