using RestStream.Broker.Groups;
using RestStream.Core;
using RestStream.Storage;

namespace RestStream.Broker.Tests.Groups;

public sealed class SyncTests : IDisposable
{
    private readonly GroupFixture _group = new();

    [Fact]
    public async Task Assignment_IsSeenWhenItIsOnDisk()
    {
        var joined = await _group.JoinAsync();
        _group.Log.HoldsSyncs = true;
        var syncing = _group.SyncAsync(joined, (joined.MemberId, "all"), ("nobody", "some"));
        Assert.False(syncing.IsCompleted);
        Assert.Equal(GroupState.CompletingRebalance, _group.State);

        _group.Log.Sync();

        Assert.Equal((ErrorCode.None, "consumer", "range", "all"), Flat(await syncing));
        Assert.Equal(GroupState.Stable, _group.State);
        Assert.NotNull(_group.Group.LastRebalance!.Duration);
    }

    [Fact]
    public async Task MemberWithoutAssignment_GetsNothing()
    {
        var first = await _group.OneAsync();
        var joining = _group.JoinAsync();
        var leader = await _group.JoinAsync(first.MemberId);
        var syncing = _group.SyncAsync(await joining);
        Assert.False(syncing.IsCompleted);

        await _group.SyncAsync(leader, (leader.MemberId, "all"));

        Assert.True((await syncing).Assignment.IsEmpty);
    }

    [Fact]
    public async Task Stable_GivesTheAssignmentAgain()
    {
        var (_, follower) = await _group.TwoAsync();

        Assert.Equal("b", GroupFixture.Text((await _group.SyncAsync(follower)).Assignment));
    }

    [Fact]
    public async Task WrongWords_AreRefused()
    {
        var (leader, _) = await _group.TwoAsync();

        Assert.Equal(ErrorCode.IllegalGeneration, (await _group.SyncAsync(leader with { Generation = 1 })).Error);
        Assert.Equal(ErrorCode.UnknownMemberId, (await _group.SyncAsync(leader with { MemberId = "nobody" })).Error);
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, (await _group.SyncAsync(leader with { ProtocolName = "sticky" })).Error);
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, (await _group.SyncAsync(leader with { ProtocolType = "connect" })).Error);
        _ = _group.JoinAsync(leader.MemberId);
        Assert.Equal(ErrorCode.RebalanceInProgress, (await _group.SyncAsync(leader)).Error);
    }

    [Fact]
    public async Task NewMember_SendsThoseWhoWaitBackToJoin()
    {
        var first = await _group.OneAsync();
        var joining = _group.JoinAsync();
        await _group.JoinAsync(first.MemberId);
        var syncing = _group.SyncAsync(await joining);

        _ = _group.JoinAsync();

        Assert.Equal(ErrorCode.RebalanceInProgress, (await syncing).Error);
    }

    [Fact]
    public async Task LeaderThatDoesNotSync_IsRemovedInTime()
    {
        var first = await _group.OneAsync();
        var joining = _group.JoinAsync();
        var leader = await _group.JoinAsync(first.MemberId);
        var follower = await joining;
        var syncing = _group.SyncAsync(follower);
        for (var i = 0; i < 6; i++)
        {
            Assert.False(syncing.IsCompleted);
            _group.Time.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal(i < 5 ? ErrorCode.None : ErrorCode.UnknownMemberId, _group.Heartbeat(leader));
        }

        Assert.Equal(ErrorCode.RebalanceInProgress, (await syncing).Error);
        Assert.True((await _group.JoinAsync(follower.MemberId)).IsLeader);
    }

    [Fact]
    public async Task FollowerThatNeverSyncs_IsRemovedAfterTheRebalanceTimeout()
    {
        var first = await _group.OneAsync();
        var joining = _group.JoinAsync();
        var leader = await _group.JoinAsync(first.MemberId);
        var follower = await joining;
        await _group.SyncAsync(leader, (leader.MemberId, "a"), (follower.MemberId, "b"));
        for (var i = 0; i < 5; i++)
        {
            _group.Time.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal((ErrorCode.None, ErrorCode.None), (_group.Heartbeat(leader), _group.Heartbeat(follower)));
        }

        _group.Time.Advance(TimeSpan.FromSeconds(5.02));

        Assert.Equal((ErrorCode.RebalanceInProgress, ErrorCode.UnknownMemberId), (_group.Heartbeat(leader), _group.Heartbeat(follower)));
    }

    [Fact]
    public async Task RebalanceWhileTheAssignmentIsWritten_NobodySeesIt()
    {
        var first = await _group.JoinAsync();
        _group.Log.HoldsSyncs = true;
        var syncing = _group.SyncAsync(first, (first.MemberId, "all"));
        var second = _group.JoinAsync();
        Assert.Equal(ErrorCode.RebalanceInProgress, (await syncing).Error);

        _group.Log.Sync();

        Assert.Equal(GroupState.PreparingRebalance, _group.State);
        Assert.Equal(2, (await _group.JoinAsync(first.MemberId)).Members.Count);
        Assert.Equal(2, (await second).Generation);
        Assert.All(_group.Group.Members, member => Assert.True(member.Assignment.IsEmpty));
    }

    [Fact]
    public async Task LeaderThatAsksTwice_WritesOnce()
    {
        var joined = await _group.JoinAsync();
        _group.Log.HoldsSyncs = true;
        var one = _group.SyncAsync(joined, (joined.MemberId, "all"));
        var two = _group.SyncAsync(joined, (joined.MemberId, "all"));
        _group.Log.Sync();

        Assert.Equal(ErrorCode.RebalanceInProgress, (await one).Error);
        Assert.Equal(ErrorCode.None, (await two).Error);
        Assert.Single(_group.Log.Records);
    }

    [Theory]
    [InlineData(typeof(DiskFullException), ErrorCode.DiskFull)]
    [InlineData(typeof(IOException), ErrorCode.KafkaStorageError)]
    public async Task FailedWrite_TellsAllAndRebalances(Type failure, ErrorCode error)
    {
        var first = await _group.OneAsync();
        var joining = _group.JoinAsync();
        var leader = await _group.JoinAsync(first.MemberId);
        var follower = await joining;
        var syncing = _group.SyncAsync(follower);
        _group.Log.NextFailure = failure == typeof(IOException) ? new IOException("no") : new DiskFullException("full");

        Assert.Equal(error, (await _group.SyncAsync(leader, (leader.MemberId, "a"))).Error);

        Assert.Equal(error, (await syncing).Error);
        Assert.Equal(ErrorCode.RebalanceInProgress, _group.Heartbeat(leader));
        var again = _group.JoinAsync(follower.MemberId);
        Assert.Equal(3, (await _group.JoinAsync(leader.MemberId)).Generation);
        Assert.Equal(3, (await again).Generation);
    }

    [Fact]
    public async Task FailedSync_IsOutcomeUnknown()
    {
        var joined = await _group.JoinAsync();
        _group.Log.HoldsSyncs = true;
        var syncing = _group.SyncAsync(joined, (joined.MemberId, "all"));

        _group.Log.Sync(new LogFailedException("failed"));

        Assert.Equal(ErrorCode.OutcomeUnknown, (await syncing).Error);
        Assert.NotEqual(GroupState.Stable, _group.State);
    }

    [Fact]
    public async Task TooLargeAssignments_AreRefused()
    {
        using var group = new GroupFixture(new GroupOptions { MaxGroupMetadataBytes = 1024 });
        var joined = await group.JoinAsync();

        Assert.Equal(ErrorCode.InvalidRequest, (await group.SyncAsync(joined, (joined.MemberId, new string('x', 1025)))).Error);
        Assert.Empty(group.Log.Records);
    }

    [Fact]
    public async Task CancelledSync_ItsSessionRuns()
    {
        var first = await _group.OneAsync();
        var joining = _group.JoinAsync(rebalance: TimeSpan.FromMinutes(10));
        var leader = await _group.JoinAsync(first.MemberId);
        using var cut = new CancellationTokenSource();
        var follower = await joining;
        var syncing = _group.SyncAsync(follower, cut.Token);
        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => syncing);

        _group.Time.Advance(TimeSpan.FromSeconds(6));
        _group.Heartbeat(leader);
        _group.Time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(ErrorCode.UnknownMemberId, _group.Heartbeat(follower));
    }

    [Fact]
    public async Task Stop_AnswersWhoWaits()
    {
        var first = await _group.OneAsync();
        var joining = _group.JoinAsync();
        await _group.JoinAsync(first.MemberId);
        var syncing = _group.SyncAsync(await joining);
        _group.Coordinator.BeginStop();

        Assert.Equal(ErrorCode.ShuttingDown, (await syncing).Error);
        Assert.Equal(ErrorCode.ShuttingDown, (await _group.JoinAsync()).Error);
    }

    public void Dispose() => _group.Dispose();

    private static (ErrorCode, string?, string?, string) Flat(SyncGroupResult result) =>
        (result.Error, result.ProtocolType, result.ProtocolName, GroupFixture.Text(result.Assignment));
}
