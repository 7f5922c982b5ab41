using RestStream.Broker.Groups;
using RestStream.Core;
using RestStream.Storage;

namespace RestStream.Broker.Tests.Groups;

public sealed class SessionTests : IDisposable
{
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(20);
    private readonly GroupFixture _group = new();

    [Fact]
    public async Task Silence_RemovesAtTheTimeoutAndNotBefore()
    {
        var joined = await _group.OneAsync();
        _group.Time.Advance(GroupFixture.Session - TimeSpan.FromMilliseconds(1));
        Assert.Equal(GroupState.Stable, _group.State);

        _group.Time.Advance(Grain + TimeSpan.FromMilliseconds(1));

        Assert.Equal((GroupState.Empty, 2), (_group.State, _group.Group.Generation));
        Assert.Equal(ErrorCode.UnknownMemberId, _group.Heartbeat(joined));
    }

    [Fact]
    public async Task HeartbeatsAndCommits_KeepAlive()
    {
        var joined = await _group.OneAsync();
        for (var i = 0; i < 10; i++)
        {
            _group.Time.Advance(TimeSpan.FromSeconds(9));
            Assert.Equal(ErrorCode.None, i % 2 == 0 ? _group.Heartbeat(joined) : await _group.CommitAsync(joined, i));
        }

        Assert.Equal(GroupState.Stable, _group.State);
    }

    [Fact]
    public async Task Heartbeat_ChecksWhoAndWhen()
    {
        var joined = await _group.OneAsync();

        Assert.Equal(ErrorCode.IllegalGeneration, _group.Heartbeat(joined with { Generation = 7 }));
        Assert.Equal(ErrorCode.UnknownMemberId, _group.Heartbeat(joined with { MemberId = "nobody" }));
        Assert.Equal(ErrorCode.UnknownMemberId, _group.Heartbeat(joined, "no-instance"));
        Assert.Equal(ErrorCode.InvalidGroupId, _group.Coordinator.Heartbeat("", "m", null, 1));
    }

    [Fact]
    public async Task HeldSession_StandsStillAndStartsAnew()
    {
        var joined = await _group.OneAsync();
        var one = _group.Coordinator.HoldSession("g", joined.MemberId);
        var two = _group.Coordinator.HoldSession("g", joined.MemberId);
        _group.Time.Advance(TimeSpan.FromHours(1));
        one.Dispose();
        one.Dispose();
        _group.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(GroupState.Stable, _group.State);

        two.Dispose();
        _group.Time.Advance(GroupFixture.Session - TimeSpan.FromMilliseconds(1));
        Assert.Equal(GroupState.Stable, _group.State);
        _group.Time.Advance(Grain + TimeSpan.FromMilliseconds(1));
        Assert.Equal(GroupState.Empty, _group.State);
        _group.Coordinator.HoldSession("g", joined.MemberId).Dispose();
        _group.Coordinator.HoldSession("nowhere", "nobody").Dispose();
    }

    [Fact]
    public async Task HeldSession_DoesNotHoldUpARebalance()
    {
        var joined = await _group.OneAsync();
        using var hold = _group.Coordinator.HoldSession("g", joined.MemberId);
        var second = _group.JoinAsync();

        _group.Time.Advance(GroupFixture.Rebalance + Grain);

        Assert.True((await second).IsLeader);
    }

    [Fact]
    public async Task WaitingForTheLeader_IsNotSilence()
    {
        var first = await _group.OneAsync();
        var joining = _group.JoinAsync(rebalance: TimeSpan.FromMinutes(10));
        var leader = await _group.JoinAsync(first.MemberId, rebalance: TimeSpan.FromMinutes(10));
        var syncing = _group.SyncAsync(await joining);
        for (var i = 0; i < 20; i++)
        {
            _group.Time.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal(ErrorCode.None, _group.Heartbeat(leader));
        }

        Assert.False(syncing.IsCompleted);
        await _group.SyncAsync(leader);
        Assert.Equal(ErrorCode.None, (await syncing).Error);
    }

    [Fact]
    public async Task NewMemberWhoseJoinWaits_IsRemovedAfterItsOwnTime()
    {
        var first = await _group.OneAsync();
        var second = _group.JoinAsync(rebalance: TimeSpan.FromHours(2));
        for (var i = 0; i < 61; i++)
        {
            _group.Time.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal(ErrorCode.RebalanceInProgress, _group.Heartbeat(first));
        }

        Assert.Equal(ErrorCode.UnknownMemberId, (await second).Error);
    }

    [Fact]
    public async Task Watch_TellsOfEachStep()
    {
        var joined = await _group.OneAsync();
        var calls = 0;
        var watch = _group.Coordinator.Watch("g", joined.MemberId, () => calls++);
        Assert.Equal(0, calls);

        var second = _group.JoinAsync();
        Assert.Equal(1, calls);
        var again = await _group.JoinAsync(joined.MemberId);
        Assert.Equal(2, calls);
        await _group.SyncAsync(again);
        await _group.SyncAsync(await second);
        Assert.Equal(2, calls);
        await _group.Coordinator.LeaveAsync("g", [new LeavingMember(joined.MemberId)]);
        Assert.Equal(3, calls);

        watch.Dispose();
        await _group.Coordinator.LeaveAsync("g", [new LeavingMember((await second).MemberId)]);
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task Watch_TellsWhenTheSessionEnds()
    {
        var joined = await _group.OneAsync();
        var calls = 0;
        using var watch = _group.Coordinator.Watch("g", joined.MemberId, () => calls++);

        _group.Time.Advance(GroupFixture.Session + Grain);

        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Watch_OfNoMember_TellsAtOnce()
    {
        await _group.OneAsync();
        var calls = 0;

        _group.Coordinator.Watch("g", "nobody", () => calls++).Dispose();
        _group.Coordinator.Watch("nowhere", "nobody", () => calls++).Dispose();

        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task Watch_IsCalledOutsideTheLock()
    {
        var joined = await _group.OneAsync();
        ErrorCode? heartbeat = null;
        using var watch = _group.Coordinator.Watch("g", joined.MemberId, () => heartbeat = Task.Run(() => _group.Heartbeat(joined)).GetAwaiter().GetResult());

        _ = _group.JoinAsync();

        Assert.Equal(ErrorCode.RebalanceInProgress, heartbeat);
    }

    [Fact]
    public async Task Leave_GivesEachItsAnswer()
    {
        var (leader, follower) = await _group.TwoAsync(secondInstance: "two");
        var pending = await _group.JoinAsync(requiresId: true);

        var left = await _group.Coordinator.LeaveAsync("g", [new(pending.MemberId), new("nobody"), new("", "two"), new("", "three"), new(leader.MemberId, "two")]);

        Assert.Equal(
            [ErrorCode.None, ErrorCode.UnknownMemberId, ErrorCode.None, ErrorCode.UnknownMemberId, ErrorCode.UnknownMemberId], left.Members);
        Assert.Equal(ErrorCode.RebalanceInProgress, _group.Heartbeat(leader));
        Assert.Equal(ErrorCode.UnknownMemberId, _group.Heartbeat(follower));
    }

    [Fact]
    public async Task Leave_OfTheOneWaitedFor_EndsTheRebalance()
    {
        var first = await _group.OneAsync();
        var second = _group.JoinAsync();

        await _group.Coordinator.LeaveAsync("g", [new(first.MemberId, Reason: "going home")]);

        Assert.True((await second).IsLeader);
    }

    [Fact]
    public async Task LastMemberLeaves_GroupIsEmptyAndSaysWhy()
    {
        var joined = await _group.OneAsync();

        await _group.Coordinator.LeaveAsync("g", [new(joined.MemberId, Reason: "going home")]);

        Assert.Equal((GroupState.Empty, 2, null), (_group.State, _group.Group.Generation, _group.Group.LeaderId));
        Assert.Contains("going home", _group.Group.LastRebalance!.Reason, StringComparison.Ordinal);
        Assert.Single((await _group.OneAsync()).Members);
        Assert.Equal(3, _group.Group.Generation);
    }

    [Fact]
    public async Task LastOneLeaves_IsAnsweredWhenTheEmptyGroupIsOnDisk()
    {
        var joined = await _group.OneAsync();
        _group.Log.HoldsSyncs = true;

        var leaving = _group.Coordinator.LeaveAsync("g", [new(joined.MemberId)]).AsTask();

        Assert.False(leaving.IsCompleted);
        // The group's lock is free meanwhile.
        Assert.Equal(GroupState.Empty, _group.State);
        Assert.Equal(ErrorCode.UnknownMemberId, _group.Heartbeat(joined));
        _group.Log.Sync();
        Assert.Equal([ErrorCode.None], (await leaving).Members);
    }

    [Fact]
    public async Task OneOfTwoLeaves_WaitsForNoSync()
    {
        var (_, follower) = await _group.TwoAsync();
        _group.Log.HoldsSyncs = true;

        Assert.Equal([ErrorCode.None], (await _group.Coordinator.LeaveAsync("g", [new(follower.MemberId)])).Members);
    }

    [Fact]
    public async Task SyncOfALeaveFails_TheOutcomeIsUnknown()
    {
        var joined = await _group.OneAsync();
        _group.Log.HoldsSyncs = true;
        var leaving = _group.Coordinator.LeaveAsync("g", [new(joined.MemberId)]).AsTask();

        _group.Log.Sync(new LogFailedException("no"));

        Assert.Equal(ErrorCode.OutcomeUnknown, (await leaving).Error);
    }

    public void Dispose() => _group.Dispose();
}
