using RestStream.Broker.Groups;
using RestStream.Core;
using RestStream.TestKit;

namespace RestStream.Broker.Tests.Groups;

public sealed class JoinTests : IDisposable
{
    private readonly GroupFixture _group = new();

    [Fact]
    public async Task FirstMember_LeadsGeneration1AtOnce()
    {
        var joined = await _group.JoinAsync(client: "billing");

        Assert.Equal((ErrorCode.None, 1, "consumer", "range", true), (joined.Error, joined.Generation, joined.ProtocolType, joined.ProtocolName, joined.IsLeader));
        Assert.StartsWith("billing-", joined.MemberId, StringComparison.Ordinal);
        var member = Assert.Single(joined.Members);
        Assert.Equal((joined.MemberId, "s"), (member.MemberId, GroupFixture.Text(member.Metadata)));
        Assert.Equal(GroupState.CompletingRebalance, _group.State);
    }

    [Fact]
    public async Task SecondMember_WaitsUntilTheFirstJoinsAgain()
    {
        var first = await _group.OneAsync();

        var second = _group.JoinAsync();

        Assert.False(second.IsCompleted);
        Assert.Equal(ErrorCode.RebalanceInProgress, _group.Heartbeat(first));
        var leader = await _group.JoinAsync(first.MemberId);
        var follower = await second;
        Assert.Equal((2, 2, true, false), (leader.Generation, follower.Generation, leader.IsLeader, follower.IsLeader));
        Assert.Equal([leader.MemberId, follower.MemberId], leader.Members.Select(member => member.MemberId));
        Assert.Empty(follower.Members);
        Assert.Equal(leader.MemberId, follower.LeaderId);
    }

    [Fact]
    public async Task MemberIdRequired_IsGivenAndUsed()
    {
        var told = await _group.JoinAsync(requiresId: true);
        Assert.Equal(ErrorCode.MemberIdRequired, told.Error);

        var joined = await _group.JoinAsync(told.MemberId);

        Assert.Equal((ErrorCode.None, told.MemberId), (joined.Error, joined.MemberId));
    }

    [Fact]
    public async Task PendingMember_HoldsUpARebalanceUntilItsSessionEnds()
    {
        var first = await _group.OneAsync();
        var pending = await _group.JoinAsync(requiresId: true);

        var again = _group.JoinAsync(first.MemberId, rebalance: TimeSpan.FromMinutes(5));
        Assert.False(again.IsCompleted);
        _group.Time.Advance(GroupFixture.Session + TimeSpan.FromSeconds(1));

        Assert.Equal(2, (await again).Generation);
        Assert.Equal(ErrorCode.UnknownMemberId, (await _group.JoinAsync(pending.MemberId)).Error);
    }

    [Fact]
    public async Task Protocols_TheMostVotesWin()
    {
        var first = await _group.OneAsync(protocols: ["sticky=1", "range=1"]);
        var second = _group.JoinAsync(protocols: ["range=2", "sticky=2"]);
        var third = _group.JoinAsync(protocols: ["range=3", "roundrobin=3", "sticky=3"]);

        var leader = await _group.JoinAsync(first.MemberId, protocols: ["sticky=1", "range=1"]);

        Assert.Equal("range", leader.ProtocolName);
        Assert.Equal(["1", "2", "3"], leader.Members.Select(member => GroupFixture.Text(member.Metadata)));
        Assert.Equal(("range", "range"), ((await second).ProtocolName, (await third).ProtocolName));
    }

    [Theory]
    [InlineData("consumer", "cooperative-sticky=x")]
    [InlineData("connect", "range=x")]
    public async Task NothingInCommon_IsInconsistent(string type, string protocol)
    {
        await _group.OneAsync();

        Assert.Equal(ErrorCode.InconsistentGroupProtocol, (await _group.JoinAsync(type: type, protocols: [protocol])).Error);
        Assert.Equal(GroupState.Stable, _group.State);
    }

    [Fact]
    public async Task FollowerWithTheSameBytes_KeepsTheGeneration()
    {
        var (leader, follower) = await _group.TwoAsync();

        var again = await _group.JoinAsync(follower.MemberId);

        Assert.Equal((ErrorCode.None, follower.Generation, leader.MemberId), (again.Error, again.Generation, again.LeaderId));
        Assert.Equal(GroupState.Stable, _group.State);
    }

    [Fact]
    public async Task FollowerWithOtherBytes_Rebalances()
    {
        var (leader, follower) = await _group.TwoAsync();

        var again = _group.JoinAsync(follower.MemberId, protocols: ["range=other"]);

        Assert.False(again.IsCompleted);
        Assert.Equal(ErrorCode.RebalanceInProgress, _group.Heartbeat(leader));
    }

    [Fact]
    public async Task LeaderWithTheSameBytes_Rebalances()
    {
        var (leader, follower) = await _group.TwoAsync();

        var again = _group.JoinAsync(leader.MemberId, reason: "a topic has more partitions");

        Assert.False(again.IsCompleted);
        Assert.Equal(GroupState.PreparingRebalance, _group.State);
        Assert.Contains("a topic has more partitions", _group.Group.LastRebalance!.Reason, StringComparison.Ordinal);
        await _group.JoinAsync(follower.MemberId);
        Assert.Equal(follower.Generation + 1, (await again).Generation);
    }

    [Fact]
    public async Task SameBytesWhileTheLeaderAssigns_GetsTheSameAnswer()
    {
        var first = await _group.JoinAsync();

        var again = await _group.JoinAsync(first.MemberId);

        Assert.Equal((1, true, 1), (again.Generation, again.IsLeader, again.Members.Count));
    }

    [Fact]
    public async Task Straggler_IsDroppedAfterTheLongestRebalanceTimeout()
    {
        var first = await _group.OneAsync();
        var second = _group.JoinAsync(session: TimeSpan.FromMinutes(20));
        for (var passed = TimeSpan.Zero; passed < GroupFixture.Rebalance; passed += TimeSpan.FromSeconds(5))
        {
            Assert.False(second.IsCompleted);
            Assert.Equal(ErrorCode.RebalanceInProgress, _group.Heartbeat(first));
            _group.Time.Advance(TimeSpan.FromSeconds(5));
        }

        _group.Time.Advance(TimeSpan.FromMilliseconds(20));

        Assert.True((await second).IsLeader);
        Assert.Equal(ErrorCode.UnknownMemberId, _group.Heartbeat(first));
    }

    [Fact]
    public async Task SilentMember_IsDroppedDuringTheRebalance()
    {
        await _group.OneAsync();
        var second = _group.JoinAsync();

        _group.Time.Advance(GroupFixture.Session + TimeSpan.FromMilliseconds(20));

        Assert.Equal(2, (await second).Generation);
    }

    [Fact]
    public async Task InitialDelay_WaitsForMoreMembers()
    {
        using var group = new GroupFixture(new GroupOptions { InitialRebalanceDelay = TimeSpan.FromSeconds(3) });
        var first = group.JoinAsync();
        group.Time.Advance(TimeSpan.FromSeconds(2));
        var second = group.JoinAsync();
        group.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(first.IsCompleted);

        group.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(2, (await first).Members.Count);
        Assert.Equal(1, (await second).Generation);
    }

    [Fact]
    public async Task InitialDelay_EndsAtTheRebalanceTimeout()
    {
        using var group = new GroupFixture(new GroupOptions { InitialRebalanceDelay = TimeSpan.FromSeconds(3) });
        var first = group.JoinAsync(rebalance: TimeSpan.FromSeconds(7));
        for (var i = 0; i < 4; i++)
        {
            _ = group.JoinAsync(rebalance: TimeSpan.FromSeconds(7));
            group.Time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(5, (await first).Members.Count);
    }

    [Fact]
    public async Task CancelledFirstJoin_LeavesNoGhost()
    {
        var first = await _group.OneAsync();
        using var cut = new CancellationTokenSource();
        var second = _group.JoinAsync(cancellation: cut.Token);
        var leader = _group.JoinAsync(first.MemberId);
        var third = _group.JoinAsync(cancellation: cut.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await cut.CancelAsync();
            await third;
        });

        var joined = await leader;

        await Eventually.True(() => second.IsCompleted);
        Assert.DoesNotContain(joined.Members, member => third.IsCompletedSuccessfully && member.MemberId == third.Result.MemberId);
        Assert.Equal(_group.Group.Members.Count, joined.Members.Count);
    }

    [Fact]
    public async Task CancelledRejoin_IsRemovedWhenItsSessionEnds()
    {
        var (leader, follower) = await _group.TwoAsync();
        using var cut = new CancellationTokenSource();
        var again = _group.JoinAsync(follower.MemberId, protocols: ["range=other"], cancellation: cut.Token);
        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => again);
        var rejoined = _group.JoinAsync(leader.MemberId);
        Assert.False(rejoined.IsCompleted);

        _group.Time.Advance(GroupFixture.Session + TimeSpan.FromMilliseconds(20));

        Assert.Equal([leader.MemberId], (await rejoined).Members.Select(member => member.MemberId));
    }

    [Fact]
    public async Task SecondJoinOfAMember_EndsTheFirst()
    {
        var (leader, follower) = await _group.TwoAsync();
        var one = _group.JoinAsync(leader.MemberId);
        var two = _group.JoinAsync(leader.MemberId);

        Assert.Equal(ErrorCode.RebalanceInProgress, (await one).Error);
        await _group.JoinAsync(follower.MemberId);
        Assert.Equal(ErrorCode.None, (await two).Error);
    }

    [Fact]
    public async Task FullGroup_TurnsAwayNewMembersOnly()
    {
        using var group = new GroupFixture(new GroupOptions { MaxSize = 2 });
        var (leader, follower) = await group.TwoAsync();

        Assert.Equal(ErrorCode.GroupMaxSizeReached, (await group.JoinAsync()).Error);
        Assert.Equal(ErrorCode.None, (await group.JoinAsync(follower.MemberId)).Error);
        Assert.Equal(ErrorCode.None, group.Heartbeat(leader));
    }

    [Theory]
    [InlineData(999)]
    [InlineData(30 * 60_000 + 1)]
    public async Task SessionTimeoutOutOfRange_IsRefused(int milliseconds) =>
        Assert.Equal(ErrorCode.InvalidSessionTimeout, (await _group.JoinAsync(session: TimeSpan.FromMilliseconds(milliseconds))).Error);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\u0001b")]
    public Task BadGroupName_IsRefused(string name) => RefusesAsync(name);

    [Fact]
    public Task LoneSurrogateInAGroupName_IsRefused() => RefusesAsync("g\ud800");

    private async Task RefusesAsync(string name)
    {
        var refused = await _group.Coordinator.JoinAsync(
            new JoinGroupRequest { GroupId = name, SessionTimeout = GroupFixture.Session, ProtocolType = "consumer", Protocols = [new("range", default)] }, default);

        Assert.Equal(ErrorCode.InvalidGroupId, refused.Error);
        Assert.Equal(0, _group.Coordinator.GroupCount);
    }

    [Fact]
    public async Task TooLargeMetadata_IsRefused()
    {
        using var group = new GroupFixture(new GroupOptions { MaxMemberMetadataBytes = 1024, MaxGroupMetadataBytes = 1500 });

        Assert.Equal(ErrorCode.InvalidRequest, (await group.JoinAsync(protocols: ["range=" + new string('x', 1025)])).Error);
        Assert.Equal(ErrorCode.None, (await group.JoinAsync(protocols: ["range=" + new string('x', 1000)])).Error);
        Assert.Equal(ErrorCode.GroupMaxSizeReached, (await group.JoinAsync(protocols: ["range=" + new string('x', 1000)])).Error);
    }

    [Fact]
    public async Task TooManyGroups_IsRefused()
    {
        using var group = new GroupFixture(new GroupOptions { MaxGroups = 1 });
        await group.OneAsync();

        var refused = await group.Coordinator.CommitAsync(new OffsetCommitRequest { GroupId = "other", Offsets = [] });

        Assert.Equal(ErrorCode.PolicyViolation, refused.Error);
    }

    [Fact]
    public async Task UnknownMember_LeavesNoGroupBehind()
    {
        Assert.Equal(ErrorCode.UnknownMemberId, (await _group.JoinAsync("nobody")).Error);
        Assert.Equal(ErrorCode.UnknownMemberId, _group.Coordinator.Heartbeat("g", "nobody", null, 1));
        await _group.JoinAsync(requiresId: true);
        _group.Time.Advance(GroupFixture.Session + TimeSpan.FromSeconds(1));

        Assert.Equal(0, _group.Coordinator.GroupCount);
    }

    public void Dispose() => _group.Dispose();
}
