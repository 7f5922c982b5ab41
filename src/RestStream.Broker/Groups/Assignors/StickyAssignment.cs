using RestStream.Storage;

namespace RestStream.Broker.Groups.Assignors;

/// <summary>
/// What both sticky assignors do: as even as can be, and within that as many partitions as can be stay where they were.
/// </summary>
/// <param name="Shares">What each member gets.</param>
/// <param name="Transferred">The partitions that were given to a member while another may still read them; null when that was not found out on the way.</param>
internal readonly record struct StickyAssignment(MemberShares Shares, IReadOnlySet<TopicPartition>? Transferred)
{
    public static StickyAssignment Of(IReadOnlyList<StickyMember> members, IReadOnlyDictionary<string, int> partitionCounts)
    {
        var shares = new MemberShares([.. members.Select(member => member.Member)]);
        if (members.Count == 0) return new(shares, null);
        Dictionary<string, int> wanted = Wanted(members, partitionCounts);
        var claims = new StickyClaims(members, wanted);
        if (!WantTheSame(members))
        {
            new StickyBalance(claims, wanted).Run(shares);
            return new(shares, null);
        }

        var deal = new StickyDeal(claims, wanted);
        deal.Run(shares);
        return new(shares, deal.Transferred);
    }

    private static Dictionary<string, int> Wanted(IReadOnlyList<StickyMember> members, IReadOnlyDictionary<string, int> partitionCounts) => partitionCounts
        .Where(count => count.Value > 0 && members.Any(member => member.Member.Wants(count.Key)))
        .ToDictionary(count => count.Key, count => count.Value, StringComparer.Ordinal);

    private static bool WantTheSame(IReadOnlyList<StickyMember> members) => members.All(member => member.Member.WantsSameAs(members[0].Member));
}
