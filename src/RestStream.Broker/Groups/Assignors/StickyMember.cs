using RestStream.Storage;

namespace RestStream.Broker.Groups.Assignors;

/// <summary>A member as the sticky assignors see it.</summary>
/// <param name="Member">The member.</param>
/// <param name="Claimed">What it says to own, in its order.</param>
/// <param name="Generation">The generation of which it says so; null when it does not know generations.</param>
internal sealed record StickyMember(AssignorMember Member, IReadOnlyList<TopicPartition> Claimed, int? Generation)
{
    public string Id => Member.MemberId;

    /// <summary>The generation to compare by.</summary>
    public int GenerationOrNone => Generation ?? StickyUserData.NoGeneration;
}
