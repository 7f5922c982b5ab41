using RestStream.Broker.Groups;
using RestStream.Core;

namespace RestStream.Broker.Tests.Groups;

public sealed class StaticMemberTests : IDisposable
{
    private readonly GroupFixture _group = new();

    [Fact]
    public async Task ComesBack_TakesItsPlaceWithoutARebalance()
    {
        var (leader, follower) = await _group.TwoAsync(secondInstance: "two");

        var back = await _group.JoinAsync(instance: "two", protocols: ["range=other"]);

        Assert.Equal((ErrorCode.None, follower.Generation, leader.MemberId), (back.Error, back.Generation, back.LeaderId));
        Assert.NotEqual(follower.MemberId, back.MemberId);
        Assert.Equal("b", GroupFixture.Text((await _group.SyncAsync(back)).Assignment));
        Assert.Equal((ErrorCode.None, ErrorCode.None), (_group.Heartbeat(leader), _group.Heartbeat(back, "two")));
    }

    [Fact]
    public async Task TheOneBefore_IsFenced()
    {
        var (_, follower) = await _group.TwoAsync(secondInstance: "two");
        var told = 0;
        using var watch = _group.Coordinator.Watch("g", follower.MemberId, () => told++);
        await _group.JoinAsync(instance: "two");

        Assert.Equal(1, told);
        Assert.Equal(ErrorCode.FencedInstanceId, _group.Heartbeat(follower, "two"));
        Assert.Equal(ErrorCode.FencedInstanceId, (await _group.JoinAsync(follower.MemberId, "two")).Error);
        Assert.Equal(ErrorCode.FencedInstanceId, (await _group.Coordinator.LeaveAsync("g", [new(follower.MemberId, "two")])).Members[0]);
        var commit = new OffsetCommitRequest { GroupId = "g", MemberId = follower.MemberId, InstanceId = "two", Generation = follower.Generation, Offsets = [new("quakes", 0, 1)] };
        Assert.Equal(ErrorCode.FencedInstanceId, (await _group.Coordinator.CommitAsync(commit)).Error);
        Assert.Equal(ErrorCode.UnknownMemberId, (await _group.Coordinator.CommitAsync(commit with { InstanceId = null })).Error);
    }

    [Fact]
    public async Task LeaderComesBack_SkipsTheAssignment()
    {
        var (leader, follower) = await _group.TwoAsync(firstInstance: "one");

        var back = await _group.JoinAsync(instance: "one");

        Assert.True(back.IsLeader && back.SkipAssignment);
        Assert.Equal([back.MemberId, follower.MemberId], back.Members.Select(member => member.MemberId));
        Assert.Equal("a", GroupFixture.Text((await _group.SyncAsync(back)).Assignment));
        Assert.Equal(leader.Generation, back.Generation);
    }

    [Fact]
    public async Task LeaderThatCannotSkip_IsNotToldThatItLeads()
    {
        var (leader, _) = await _group.TwoAsync(firstInstance: "one");

        var back = await _group.Coordinator.JoinAsync(
            new JoinGroupRequest
            {
                GroupId = "g", InstanceId = "one", SessionTimeout = GroupFixture.Session, ProtocolType = "consumer", Protocols = [new("range", default)],
                SupportsSkippingAssignment = false,
            },
            default);

        Assert.Equal((false, leader.MemberId), (back.IsLeader, back.LeaderId));
        Assert.Empty(back.Members);
    }

    [Fact]
    public async Task ComesBackWithAnotherChoiceOfProtocol_Rebalances()
    {
        var first = await _group.OneAsync("one", ["range=1", "sticky=1"]);

        var back = await _group.JoinAsync(instance: "one", protocols: ["sticky=1", "range=1"]);

        Assert.Equal((2, "sticky", 1), (back.Generation, back.ProtocolName, back.Members.Count));
        Assert.Equal(ErrorCode.FencedInstanceId, _group.Heartbeat(first, "one"));
    }

    [Fact]
    public async Task AnswerWaits_UntilItIsOnDisk()
    {
        await _group.TwoAsync(secondInstance: "two");
        _group.Log.HoldsSyncs = true;

        var back = _group.JoinAsync(instance: "two");

        Assert.False(back.IsCompleted);
        _group.Log.Sync();
        Assert.Equal(ErrorCode.None, (await back).Error);
    }

    [Fact]
    public async Task FailedWrite_LeavesTheOneBefore()
    {
        var (_, follower) = await _group.TwoAsync(secondInstance: "two");
        _group.Log.NextFailure = new IOException("no");

        Assert.Equal(ErrorCode.KafkaStorageError, (await _group.JoinAsync(instance: "two")).Error);

        Assert.Equal(ErrorCode.None, _group.Heartbeat(follower, "two"));
        Assert.Equal("b", GroupFixture.Text((await _group.SyncAsync(follower)).Assignment));
        _group.Time.Advance(GroupFixture.Session + TimeSpan.FromSeconds(1));
        Assert.Equal(ErrorCode.UnknownMemberId, _group.Heartbeat(follower, "two"));
    }

    [Fact]
    public async Task ComesBackWhileTheGroupRebalances_IsAnsweredWithTheOthers()
    {
        var (leader, follower) = await _group.TwoAsync(secondInstance: "two");
        var again = _group.JoinAsync(leader.MemberId);

        var back = await _group.JoinAsync(instance: "two");

        Assert.Equal(follower.Generation + 1, back.Generation);
        Assert.Equal([leader.MemberId, back.MemberId], (await again).Members.Select(member => member.MemberId));
    }

    [Fact]
    public async Task ComesBackWhileItsJoinWaits_FencesThatJoin()
    {
        await _group.TwoAsync();
        var waiting = _group.JoinAsync(instance: "three");

        var back = _group.JoinAsync(instance: "three");

        Assert.Equal(ErrorCode.FencedInstanceId, (await waiting).Error);
        Assert.False(back.IsCompleted);
    }

    [Fact]
    public async Task AwayDuringARebalance_KeepsItsPlaceUntilItsSessionEnds()
    {
        var (leader, follower) = await _group.TwoAsync(secondInstance: "two");
        using var hold = _group.Coordinator.HoldSession("g", follower.MemberId);
        var again = _group.JoinAsync(leader.MemberId);

        _group.Time.Advance(GroupFixture.Rebalance + TimeSpan.FromMilliseconds(20));

        Assert.Equal([leader.MemberId, follower.MemberId], (await again).Members.Select(member => member.MemberId));
    }

    public void Dispose() => _group.Dispose();
}
