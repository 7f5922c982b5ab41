using RestStream.Broker.Groups;
using RestStream.Broker.Groups.Protocol;
using RestStream.Core;
using RestStream.Storage;

namespace RestStream.Broker.Tests.Groups;

public sealed class CommitTests : IDisposable
{
    private static readonly TopicPartition Quakes0 = new("quakes", 0);

    // The clean-up is called by these tests themselves; the one that runs by itself has a test of its own.
    private readonly GroupFixture _group = new(new GroupOptions { OffsetsRetentionCheckInterval = TimeSpan.FromDays(1_000) });

    [Fact]
    public async Task Standalone_IsKeptWithItsText()
    {
        Assert.Equal(ErrorCode.None, await _group.CommitAsync(null, 42, metadata: "here"));

        var offset = _group.Coordinator.FetchOffsets("g", [Quakes0]).Offsets[Quakes0];
        Assert.Equal((42, 0, "here", _group.Time.GetUtcNow().ToUnixTimeMilliseconds()), (offset.Offset, offset.LeaderEpoch, offset.Metadata, offset.CommitTimestamp));
        Assert.Equal(new GroupListing("g", GroupState.Empty, null), Assert.Single(_group.Coordinator.List().Value!));
        Assert.Empty(_group.Coordinator.FetchOffsets("g", [new TopicPartition("storms", 0)]).Offsets);
        Assert.Empty(_group.Coordinator.FetchOffsets("nowhere", null).Offsets);
    }

    [Fact]
    public async Task WithMembers_OnlyTheyCommit()
    {
        var joined = await _group.OneAsync();

        Assert.Equal(ErrorCode.UnknownMemberId, await _group.CommitAsync(null, 1));
        Assert.Equal(ErrorCode.UnknownMemberId, await _group.CommitAsync(joined with { MemberId = "nobody" }, 1));
        Assert.Equal(ErrorCode.IllegalGeneration, await _group.CommitAsync(joined with { Generation = 0 }, 1));
        Assert.Equal(ErrorCode.None, await _group.CommitAsync(joined, 1));
        Assert.Equal(ErrorCode.IllegalGeneration, (await _group.Coordinator.CommitAsync(new() { GroupId = "other", MemberId = "m", Generation = 1, Offsets = [] })).Error);
    }

    [Fact]
    public async Task WhileARebalanceIsPrepared_TheOldGenerationCommits()
    {
        var joined = await _group.OneAsync();
        var second = _group.JoinAsync();
        Assert.Equal(ErrorCode.None, await _group.CommitAsync(joined, 5));

        var again = await _group.JoinAsync(joined.MemberId);

        Assert.Equal(ErrorCode.IllegalGeneration, await _group.CommitAsync(joined, 6));
        Assert.Equal(ErrorCode.RebalanceInProgress, await _group.CommitAsync(again, 6));
        Assert.Equal(ErrorCode.RebalanceInProgress, await _group.CommitAsync(await second, 6));
        Assert.Equal(5, _group.Committed());
    }

    [Fact]
    public async Task EachOffset_HasItsOwnError()
    {
        var result = await _group.Coordinator.CommitAsync(new OffsetCommitRequest
        {
            GroupId = "g",
            Offsets = [new("quakes", 0, 1), new("nowhere", 0, 1), new("quakes", 9, 1), new("quakes", 1, -1), new("quakes", 2, 1, -1, new string('é', 2049)), new("", 0, 1)],
        });

        Assert.Equal(
            [
                ErrorCode.None, ErrorCode.UnknownTopicOrPartition, ErrorCode.UnknownTopicOrPartition, ErrorCode.InvalidRequest, ErrorCode.OffsetMetadataTooLarge,
                ErrorCode.UnknownTopicOrPartition,
            ],
            result.Partitions);
        Assert.Equal(Quakes0, Assert.Single(_group.Coordinator.FetchOffsets("g", null).Offsets).Key);
    }

    [Fact]
    public async Task AllOffsetsRefused_LeaveNoGroupBehind()
    {
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, await _group.CommitAsync(null, 1, "nowhere"));

        Assert.Equal(0, _group.Coordinator.GroupCount);
    }

    [Fact]
    public async Task IsSeenAndAnswered_WhenItIsOnDisk()
    {
        await _group.CommitAsync(null, 1);
        _group.Log.HoldsSyncs = true;

        var one = _group.CommitAsync(null, 2);
        var two = _group.CommitAsync(null, 3);

        Assert.False(one.IsCompleted || two.IsCompleted);
        Assert.Equal((1, 2), (_group.Committed(), _group.Log.WaitingSyncs));
        _group.Log.Sync();
        Assert.Equal((ErrorCode.None, ErrorCode.None), (await one, await two));
        Assert.Equal(3, _group.Committed());
    }

    [Fact]
    public async Task FailedWrite_LeavesTheOneBefore()
    {
        await _group.CommitAsync(null, 1);
        _group.Log.NextFailure = new DiskFullException("full");
        Assert.Equal(ErrorCode.DiskFull, await _group.CommitAsync(null, 2));
        _group.Log.HoldsSyncs = true;
        var unsynced = _group.CommitAsync(null, 3);

        _group.Log.Sync(new LogFailedException("failed"));

        Assert.Equal(ErrorCode.OutcomeUnknown, await unsynced);
        Assert.Equal(1, _group.Committed());
    }

    [Fact]
    public async Task FailedWriteOfAFirstCommit_LeavesNoGroupBehind()
    {
        _group.Log.NextFailure = new IOException("no");

        Assert.Equal(ErrorCode.KafkaStorageError, await _group.CommitAsync(null, 2));

        Assert.Equal(0, _group.Coordinator.GroupCount);
    }

    [Fact]
    public async Task Records_AreKafkas()
    {
        var joined = await _group.OneAsync();
        await _group.CommitAsync(joined, 42, metadata: "here");

        Assert.True(GroupKey.TryRead(_group.Log.Records[0].Record.Key, out var group));
        Assert.True(GroupValue.TryRead(_group.Log.Records[0].Record.Value, out var state));
        Assert.Equal(("g", 1, "range", joined.MemberId), (group.Group, state.Generation, state.Protocol, state.Leader));
        Assert.Equal("all", GroupFixture.Text(Assert.Single(state.Members).Assignment));
        Assert.True(OffsetKey.TryRead(_group.Log.Records[1].Record.Key, out var key));
        Assert.True(OffsetValue.TryRead(_group.Log.Records[1].Record.Value, out var value));
        Assert.Equal((new OffsetKey("g", "quakes", 0), 42, "here"), (key, value.Offset, value.Metadata));
    }

    // Printed by Kafka's: Utils.abs(group.hashCode()) % 50.
    [Theory]
    [InlineData("billing", 9)]
    [InlineData("g", 3)]
    [InlineData("polygenelubricants", 0)]
    [InlineData("größe-7", 15)]
    [InlineData("connect-cluster", 13)]
    public void Partition_IsKafkas(string group, int partition) => Assert.Equal(partition, OffsetsTopic.PartitionFor(group, 50));

    [Fact]
    public async Task DeleteOffsets_OfAnEmptyGroup()
    {
        await _group.CommitAsync(null, 1);
        await _group.CommitAsync(null, 2, partition: 1);

        var deleted = await _group.Coordinator.DeleteOffsetsAsync("g", [Quakes0, new("storms", 0)]);

        Assert.Equal([ErrorCode.None, ErrorCode.None], deleted.Partitions);
        Assert.Equal((null, 2), (_group.Committed(), _group.Committed(partition: 1)));
        Assert.Null(_group.Log.Records[^1].Record.Value);
        await _group.Coordinator.DeleteOffsetsAsync("g", [new("quakes", 1)]);
        Assert.Equal(0, _group.Coordinator.GroupCount);
    }

    [Fact]
    public async Task DeleteOffsets_OfSubscribedTopics_IsRefused()
    {
        await _group.CommitAsync(null, 1);
        await _group.CommitAsync(null, 1, "storms");
        await SubscribeAsync("quakes");

        var deleted = await _group.Coordinator.DeleteOffsetsAsync("g", [Quakes0, new("storms", 0)]);

        Assert.Equal([ErrorCode.GroupSubscribedToTopic, ErrorCode.None], deleted.Partitions);
        Assert.Equal((1, null), (_group.Committed(), _group.Committed("storms")));
    }

    [Fact]
    public async Task DeleteOffsets_OfOtherMembers_IsRefused()
    {
        Assert.Equal(ErrorCode.GroupIdNotFound, (await _group.Coordinator.DeleteOffsetsAsync("g", [Quakes0])).Error);
        await _group.SyncAsync(await _group.JoinAsync(type: "connect"));

        Assert.Equal(ErrorCode.NonEmptyGroup, (await _group.Coordinator.DeleteOffsetsAsync("g", [Quakes0])).Error);
    }

    [Fact]
    public async Task DeleteGroup_OnlyWhenEmpty()
    {
        Assert.Equal(ErrorCode.GroupIdNotFound, await _group.Coordinator.DeleteGroupAsync("g"));
        var joined = await _group.OneAsync();
        await _group.CommitAsync(joined, 1);
        Assert.Equal(ErrorCode.NonEmptyGroup, await _group.Coordinator.DeleteGroupAsync("g"));
        await _group.Coordinator.LeaveAsync("g", [new(joined.MemberId)]);
        _group.Log.NextFailure = new IOException("no");
        Assert.Equal(ErrorCode.KafkaStorageError, await _group.Coordinator.DeleteGroupAsync("g"));
        Assert.Equal(1, _group.Committed());

        Assert.Equal(ErrorCode.None, await _group.Coordinator.DeleteGroupAsync("g"));

        Assert.Null(_group.Committed());
        Assert.Equal(ErrorCode.GroupIdNotFound, _group.Coordinator.Describe("g").Error!.Code);
        Assert.All(_group.Log.Records[^2..], written => Assert.Null(written.Record.Value));
    }

    [Fact]
    public async Task DeleteGroup_WithACommitOnItsWay_LeavesNothing()
    {
        _group.Log.HoldsSyncs = true;
        var commit = _group.CommitAsync(null, 1);
        var delete = _group.Coordinator.DeleteGroupAsync("g").AsTask();
        _group.Log.Sync();
        await Task.WhenAll(commit, delete);

        Assert.Null(_group.Committed());
        Assert.Equal([true, false, false], _group.Log.Records.Select(written => written.Record.Value is not null));
    }

    [Fact]
    public async Task TopicDeleted_ItsOffsetsGo()
    {
        await _group.CommitAsync(null, 1);
        await _group.CommitAsync(null, 2, "storms");

        _group.Coordinator.OnTopicDeleted("quakes");

        Assert.Equal((null, 2), (_group.Committed(), _group.Committed("storms")));
        Assert.Null(_group.Log.Records[^1].Record.Value);
    }

    [Fact]
    public async Task TopicDeletedAndTheDiskRefuses_TheTombstonesComeLater()
    {
        await _group.CommitAsync(null, 1);
        _group.Log.NextFailure = new DiskFullException("full");
        _group.Coordinator.OnTopicDeleted("quakes");
        Assert.Null(_group.Committed());
        Assert.Single(_group.Log.Records);

        await _group.Coordinator.CleanUpAsync();

        Assert.All(_group.Log.Records[1..], written => Assert.Null(written.Record.Value));
        Assert.Contains(_group.Log.Records[1..], written => written.Record.Key.SequenceEqual(_group.Log.Records[0].Record.Key));
        Assert.Equal(0, _group.Coordinator.GroupCount);
    }

    [Fact]
    public async Task StandaloneOffsets_ExpireFromTheirCommit()
    {
        await _group.CommitAsync(null, 1);
        _group.Time.Advance(TimeSpan.FromDays(3));
        await _group.CommitAsync(null, 2, partition: 1);
        _group.Time.Advance(TimeSpan.FromDays(4) + TimeSpan.FromMinutes(1));
        await _group.Coordinator.CleanUpAsync();
        Assert.Equal((null, 2), (_group.Committed(), _group.Committed(partition: 1)));

        _group.Time.Advance(TimeSpan.FromDays(3));
        await _group.Coordinator.CleanUpAsync();

        Assert.Equal(0, _group.Coordinator.GroupCount);
    }

    [Fact]
    public async Task EmptyGroup_KeepsItsOffsetsUntilItWasEmptyForSoLong()
    {
        var joined = await SubscribeAsync("quakes");
        await _group.CommitAsync(joined, 1);
        using (_group.Coordinator.HoldSession("g", joined.MemberId))
        {
            _group.Time.Advance(TimeSpan.FromDays(20));
            await _group.Coordinator.CleanUpAsync();
            Assert.Equal(1, _group.Committed());
        }

        await _group.Coordinator.LeaveAsync("g", [new(joined.MemberId)]);
        _group.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        await _group.Coordinator.CleanUpAsync();
        Assert.Equal(1, _group.Committed());

        _group.Time.Advance(TimeSpan.FromMinutes(2));
        await _group.Coordinator.CleanUpAsync();

        Assert.Equal(0, _group.Coordinator.GroupCount);
        Assert.All(_group.Log.Records[^2..], written => Assert.Null(written.Record.Value));
    }

    [Fact]
    public async Task StableGroup_LosesOnlyOffsetsOfTopicsThatItNoLongerReads()
    {
        await _group.CommitAsync(null, 1);
        await _group.CommitAsync(null, 2, "storms");
        var joined = await SubscribeAsync("storms");
        using var hold = _group.Coordinator.HoldSession("g", joined.MemberId);
        _group.Time.Advance(TimeSpan.FromDays(8));

        await _group.Coordinator.CleanUpAsync();

        Assert.Equal((null, 2), (_group.Committed(), _group.Committed("storms")));
    }

    [Fact]
    public async Task RebalancingGroup_LosesNothing()
    {
        await _group.CommitAsync(null, 1);
        var joined = await SubscribeAsync("storms", TimeSpan.FromDays(20));
        using var hold = _group.Coordinator.HoldSession("g", joined.MemberId);
        _ = _group.JoinAsync();
        // Before the clock moves: the clean-up that runs by itself then must find the group like this.
        Assert.Equal(GroupState.PreparingRebalance, _group.State);
        _group.Time.Advance(TimeSpan.FromDays(8));
        Assert.Equal(GroupState.PreparingRebalance, _group.State);

        await _group.Coordinator.CleanUpAsync();

        Assert.Equal(1, _group.Committed());
    }

    [Fact]
    public async Task Cleanup_RunsByItself()
    {
        using var group = new GroupFixture();
        await group.CommitAsync(null, 1);

        group.Time.Advance(TimeSpan.FromDays(7));
        await TestKit.Eventually.True(() =>
        {
            group.Time.Advance(TimeSpan.FromMinutes(10));
            return group.Coordinator.GroupCount == 0;
        });
    }

    public void Dispose() => _group.Dispose();

    private async Task<JoinGroupResult> SubscribeAsync(string topic, TimeSpan? rebalance = null)
    {
        var joined = await _group.Coordinator.JoinAsync(
            new JoinGroupRequest
            {
                GroupId = "g", SessionTimeout = GroupFixture.Session, RebalanceTimeout = rebalance ?? GroupFixture.Rebalance, ProtocolType = "consumer",
                Protocols = [new("range", new ConsumerProtocolSubscription { Topics = [topic] }.ToBytes())],
            },
            default);
        Assert.Equal(ErrorCode.None, (await _group.SyncAsync(joined, (joined.MemberId, "all"))).Error);
        return joined;
    }
}
