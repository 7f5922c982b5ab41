using System.Buffers.Binary;
using RestStream.Storage;

namespace RestStream.Broker.Groups.Assignors;

/// <summary>
/// Kafka's <c>cooperative-sticky</c>: as <c>sticky</c>, but members keep their partitions while they rebalance. A partition that is to change hands is left out of this
/// assignment; its owner lets it go, joins again, and the next one gives it away.
/// </summary>
internal sealed class CooperativeStickyAssignor : IAssignor
{
    public string Name => "cooperative-sticky";

    public bool IsCooperative => true;

    /// <summary>The generation alone: the partitions are in the subscription itself.</summary>
    public ReadOnlyMemory<byte>? UserData(IReadOnlyList<TopicPartition> owned, int generation)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, generation);
        return bytes;
    }

    public IReadOnlyDictionary<string, IReadOnlyList<TopicPartition>> Assign(
        IReadOnlyList<AssignorMember> members, IReadOnlyDictionary<string, int> partitionCounts)
    {
        var (shares, transferred) = StickyAssignment.Of([.. members.Select(Sticky)], partitionCounts);
        transferred ??= Transferred(members, shares);
        foreach (AssignorMember member in members) shares[member.MemberId].RemoveAll(transferred.Contains);
        return shares.Sorted();
    }

    private static StickyMember Sticky(AssignorMember member) =>
        new(member, member.Subscription.OwnedPartitions, member.Subscription.Generation >= 0 ? member.Subscription.Generation : GenerationOf(member.Subscription.UserData));

    // Members of Kafka 2.4 to 3.1 have no generation in their subscription.
    private static int? GenerationOf(ReadOnlyMemory<byte>? userData)
    {
        if (userData is not { } bytes) return null;
        return BinaryPrimitives.TryReadInt32BigEndian(bytes.Span, out int generation) ? generation : StickyUserData.NoGeneration;
    }

    // What somebody gets that he did not own, and somebody owned who does not get it.
    private static HashSet<TopicPartition> Transferred(IReadOnlyList<AssignorMember> members, MemberShares shares)
    {
        HashSet<TopicPartition> added = [], lost = [];
        foreach (AssignorMember member in members)
        {
            HashSet<TopicPartition> owned = [.. member.Subscription.OwnedPartitions], share = [.. shares[member.MemberId]];
            added.UnionWith(share.Except(owned));
            lost.UnionWith(owned.Except(share));
        }

        added.IntersectWith(lost);
        return added;
    }
}
