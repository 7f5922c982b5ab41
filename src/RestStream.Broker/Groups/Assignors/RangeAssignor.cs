using RestStream.Storage;

namespace RestStream.Broker.Groups.Assignors;

/// <summary>
/// Kafka's <c>range</c>: each topic by itself is cut into contiguous ranges, one for each of its subscribers in turn; the first ones get one more when it does not divide evenly.
/// Topics of the same size and subscribers are cut alike, so equal partition numbers meet at one member.
/// </summary>
internal sealed class RangeAssignor : IAssignor
{
    public string Name => "range";

    public bool IsCooperative => false;

    public ReadOnlyMemory<byte>? UserData(IReadOnlyList<TopicPartition> owned, int generation) => null;

    public IReadOnlyDictionary<string, IReadOnlyList<TopicPartition>> Assign(
        IReadOnlyList<AssignorMember> members, IReadOnlyDictionary<string, int> partitionCounts)
    {
        var shares = new MemberShares(members);
        List<AssignorMember> inTurn = [.. members.Order(Comparer<AssignorMember>.Create(AssignorMember.InTurn))];
        foreach (var (topic, partitions) in partitionCounts) Cut(topic, partitions, [.. inTurn.Where(member => member.Wants(topic))], shares);
        return shares.Sorted();
    }

    private static void Cut(string topic, int partitions, List<AssignorMember> subscribers, MemberShares shares)
    {
        if (subscribers.Count == 0) return;
        var (each, over) = Math.DivRem(partitions, subscribers.Count);
        int next = 0;
        for (int i = 0; i < subscribers.Count; i++)
        {
            int end = next + each + (i < over ? 1 : 0);
            for (; next < end; next++) shares[subscribers[i].MemberId].Add(new TopicPartition(topic, next));
        }
    }
}
