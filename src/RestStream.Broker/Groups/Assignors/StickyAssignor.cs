using RestStream.Storage;

namespace RestStream.Broker.Groups.Assignors;

/// <summary>
/// Kafka's <c>sticky</c>: as even as <c>roundrobin</c>, and members get back what they had where that allows it. They give up everything before they join, so they tell in
/// their user data what they owned.
/// </summary>
internal sealed class StickyAssignor : IAssignor
{
    public string Name => "sticky";

    public bool IsCooperative => false;

    public ReadOnlyMemory<byte>? UserData(IReadOnlyList<TopicPartition> owned, int generation) =>
        generation == StickyUserData.NoGeneration ? null : StickyUserData.ToBytes(owned, generation);

    public IReadOnlyDictionary<string, IReadOnlyList<TopicPartition>> Assign(
        IReadOnlyList<AssignorMember> members, IReadOnlyDictionary<string, int> partitionCounts) =>
        StickyAssignment.Of([.. members.Select(Sticky)], partitionCounts).Shares.Sorted();

    private static StickyMember Sticky(AssignorMember member)
    {
        var (owned, generation) = StickyUserData.Read(member.Subscription.UserData);
        return new StickyMember(member, owned, generation);
    }
}
