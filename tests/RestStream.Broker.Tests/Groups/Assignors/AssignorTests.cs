using System.Diagnostics;
using System.Globalization;
using RestStream.Broker.Groups.Assignors;
using RestStream.Broker.Groups.Protocol;
using RestStream.Storage;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Broker.Tests.Groups.Assignors;

/// <summary>The assignors against a table that Apache Kafka's own assignors printed for random groups over successive rebalances.</summary>
public sealed class AssignorTests(ITestOutputHelper output)
{
    private const string Table = "Assignors/Assignments";

    [Theory]
    [InlineData("range", 36)]
    [InlineData("roundrobin", 36)]
    [InlineData("sticky", 120)]
    [InlineData("cooperative-sticky", 120)]
    public void SameInput_GivesKafkasAssignment(string assignor, int atLeast)
    {
        List<string[]> rows = [.. KafkaTable.Rows(Table).Where(row => row[0] == assignor)];
        Assert.True(rows.Count >= atLeast, $"{rows.Count} rows");
        Assert.All(rows, AssertSame);
    }

    /// <summary>But for one thing: Kafka's sticky assignors may give a partition back to a previous owner that does not want its topic any more. Ours do not.</summary>
    [SkippableFact]
    public async Task GroupsOfAnotherSeed_GetKafkasAssignment()
    {
        string[][] rows = [.. await KafkaTable.RowsOfSeedAsync(Table, SeededRandom.Create(output.WriteLine).Seed)];
        string[][] sound = [.. rows.Where(IsSound)];
        output.WriteLine($"{rows.Length - sound.Length} of {rows.Length} left out");
        Assert.True(rows.Length - sound.Length < 10);
        Assert.All(sound, AssertSame);
    }

    [SkippableFact]
    public Task TheTable_IsWhatKafkaPrints() => KafkaTable.AssertPrintsAgainAsync(Table);

    [Theory]
    [InlineData("sticky")]
    [InlineData("cooperative-sticky")]
    public void UserData_IsWhatKafkasClientSends(string assignor)
    {
        int compared = 0;
        foreach (AssignorMember member in KafkaTable.Rows(Table).Where(row => row[0] == assignor).SelectMany(row => Members(row[2])))
        {
            if (member.Subscription.UserData is not { } userData) continue;
            var (owned, generation) = assignor == "sticky" ? StickyUserData.Read(userData) : ([], BitConverter.ToInt32([.. userData.ToArray().Reverse()]));
            Assert.Equal(userData.ToArray(), Named(assignor).UserData(owned, generation ?? -1)!.Value.ToArray());
            compared++;
        }

        Assert.True(compared > 100, $"{compared} compared");
    }

    /// <summary>What the second rebalance of a large group takes is printed; that everything is assigned once and evenly is judged.</summary>
    [Theory]
    [InlineData("range", true)]
    [InlineData("roundrobin", true)]
    [InlineData("sticky", true)]
    [InlineData("sticky", false)]
    [InlineData("cooperative-sticky", true)]
    [InlineData("cooperative-sticky", false)]
    public void HundredMembersOverThousandPartitions_AreAssignedOnceAndEvenly(string name, bool alike)
    {
        var topics = Enumerable.Range(0, 20).ToDictionary(topic => $"topic-{topic}", _ => 50);
        AssignorMember[] members = [.. Enumerable.Range(0, 100).Select(i => Fresh($"member-{i}", [.. topics.Keys.Where((_, topic) => alike || (topic + i) % 4 != 0)]))];
        IAssignor assignor = Named(name);
        var first = assignor.Assign(members, topics);
        AssignorMember[] rejoined = [.. members.Skip(5).Select(member => Rejoined(member, first[member.MemberId], assignor))];
        var clock = Stopwatch.StartNew();
        var second = assignor.Assign(rejoined, topics);
        output.WriteLine($"{name}: {clock.Elapsed.TotalMilliseconds:F1} ms");

        List<TopicPartition> assigned = [.. second.Values.SelectMany(share => share)];
        Assert.Equal(1000, assigned.Distinct().Count());
        Assert.Equal(1000, assigned.Count);
        int[] loads = [.. second.Values.Select(share => share.Count)];
        if (name != "range") Assert.True(loads.Max() - loads.Min() <= 1, $"{loads.Min()} to {loads.Max()}");
    }

    [Fact]
    public void StickyMembers_KeepWhatTheyHadWhenOneJoins()
    {
        var topics = new Dictionary<string, int> { ["t"] = 12 };
        IAssignor sticky = Named("sticky");
        AssignorMember[] members = [Fresh("a", ["t"]), Fresh("b", ["t"])];
        var first = sticky.Assign(members, topics);
        var second = sticky.Assign([.. members.Select(member => Rejoined(member, first[member.MemberId], sticky)), Fresh("c", ["t"])], topics);
        Assert.All(members, member => Assert.Subset(first[member.MemberId].ToHashSet(), second[member.MemberId].ToHashSet()));
        Assert.All(second.Values, share => Assert.Equal(4, share.Count));
    }

    [Fact]
    public void CooperativeMembers_GetAPartitionOnlyWhenItsOwnerHasLetItGo()
    {
        var topics = new Dictionary<string, int> { ["t"] = 4 };
        IAssignor cooperative = Named("cooperative-sticky");
        AssignorMember a = Fresh("a", ["t"]), b = Fresh("b", ["t"]);
        var alone = cooperative.Assign([a], topics);
        a = Rejoined(a, alone["a"], cooperative);
        var revoked = cooperative.Assign([a, b], topics);
        Assert.Equal((2, 0), (revoked["a"].Count, revoked["b"].Count));
        var given = cooperative.Assign([Rejoined(a, revoked["a"], cooperative), Rejoined(b, revoked["b"], cooperative)], topics);
        Assert.Equal((2, 2), (given["a"].Count, given["b"].Count));
        Assert.Equal(revoked["a"], given["a"]);
    }

    /// <summary>A client can claim anything: partitions that are not there, other people's, the same one many times.</summary>
    [Theory]
    [InlineData("sticky")]
    [InlineData("cooperative-sticky")]
    public void FalseClaims_AreAssignedToNobodyTwice(string name)
    {
        var topics = new Dictionary<string, int> { ["t"] = 3, ["u"] = 2 };
        List<TopicPartition> claims = [new("t", 7), new("t", -1), new("gone", 0), new("u", 0), .. Enumerable.Repeat(new TopicPartition("t", 1), 5)];
        IAssignor assignor = Named(name);
        foreach (string[] wanted in (string[][])[["t", "u"], ["t"], ["gone"], []])
        {
            AssignorMember[] members =
            [
                Rejoined(Fresh("a", ["t", "u"]), claims, assignor), Rejoined(Fresh("b", wanted), claims, assignor),
                new("c", null, new() { Topics = ["t"], UserData = new byte[] { 1, 2, 3 }, OwnedPartitions = claims }),
            ];
            for (int rebalance = 0; rebalance < 3; rebalance++)
            {
                var shares = assignor.Assign(members, topics);
                Assert.All(members, member => Assert.All(shares[member.MemberId], partition => Assert.Contains(partition.Topic, member.Subscription.Topics)));
                Assert.Equal(shares.Values.Sum(share => share.Count), shares.Values.SelectMany(share => share).Distinct().Count());
                members = [.. members.Select(member => Rejoined(member, shares[member.MemberId], assignor))];
                if (rebalance == 2) Assert.Equal(5, shares.Values.Sum(share => share.Count));
            }
        }
    }

    [Fact]
    public void NoMembersOrNoTopics_GiveNothing() => Assert.All(AssignorCatalog.ByName.Values, assignor =>
    {
        Assert.Empty(assignor.Assign([], new Dictionary<string, int> { ["t"] = 1 }));
        Assert.Empty(Assert.Single(assignor.Assign([Fresh("a", ["t"])], new Dictionary<string, int>())).Value);
    });

    private static AssignorMember Fresh(string id, IReadOnlyList<string> topics) => new(id, null, new() { Topics = topics });

    private static AssignorMember Rejoined(AssignorMember member, IReadOnlyList<TopicPartition> owned, IAssignor assignor) => new(
        member.MemberId, member.InstanceId,
        member.Subscription with { OwnedPartitions = assignor.IsCooperative ? owned : [], Generation = 1, UserData = assignor.UserData(owned, 1) });

    private static void AssertSame(string[] row) => Assert.Equal(row[3], Text(Named(row[0]).Assign(Members(row[2]), Topics(row[1]))));

    private static bool IsSound(string[] row)
    {
        Dictionary<string, AssignorMember> members = Members(row[2]).ToDictionary(member => member.MemberId);
        return row[3].Split(' ').Select(share => share.Split('=')).All(share => share[1].Split(',', StringSplitOptions.RemoveEmptyEntries)
            .All(partitions => members[share[0]].Wants(partitions.Split(':')[0])));
    }

    private static IAssignor Named(string name) => AssignorCatalog.ByName[name];

    private static Dictionary<string, int> Topics(string text) => text.Split(' ').Select(topic => topic.Split('='))
        .ToDictionary(topic => topic[0], topic => int.Parse(topic[1], CultureInfo.InvariantCulture));

    private static AssignorMember[] Members(string text) => [.. text.Split(' ').Select(member => Member(member.Split(',')))];

    private static AssignorMember Member(string[] fields)
    {
        Assert.True(ConsumerProtocolSubscription.TryRead(Convert.FromBase64String(fields[2]), out var subscription));
        return new AssignorMember(fields[0], fields[1].Length == 0 ? null : fields[1], subscription);
    }

    private static string Text(IReadOnlyDictionary<string, IReadOnlyList<TopicPartition>> assignment) => string.Join(
        ' ', assignment.OrderBy(share => share.Key, StringComparer.Ordinal).Select(share => $"{share.Key}={Text(share.Value)}"));

    private static string Text(IReadOnlyList<TopicPartition> share) => string.Join(
        ',', share.GroupBy(partition => partition.Topic).Select(topic => $"{topic.Key}:{string.Join('+', topic.Select(partition => partition.Partition))}"));
}
