using RestStream.Broker.Groups;
using RestStream.Broker.Groups.Protocol;
using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Groups;
using RestStream.Storage;

namespace RestStream.Broker.Tests.Groups.Administration;

/// <summary>Groups as tools see them, over a real engine and its internal topic.</summary>
public sealed class GroupAdministrationTests : IAsyncLifetime
{
    private TestEngine _engine = null!;

    private IGroups Groups => _engine.Engine.Groups;

    public async Task InitializeAsync()
    {
        _engine = await TestEngine.OpenAsync();
        await _engine.Engine.Coordinator.Loaded;
        await _engine.CreateAsync("quakes", 3);
        await _engine.CreateAsync("storms", 2);
        for (int i = 0; i < 30; i++) await _engine.ProduceAsync("quakes", new Rec($"v{i}") { Partition = i % 3 });
    }

    public Task DisposeAsync() => _engine.DisposeAsync().AsTask();

    [Fact]
    public async Task UnknownGroup_IsNotFoundByEveryCall()
    {
        Assert.Equal(ErrorCode.GroupIdNotFound, Groups.Describe("nobody").Error!.Code);
        Assert.Empty(Groups.Offsets("nobody").Value!);
        Assert.Equal(ErrorCode.GroupIdNotFound, (await Groups.DeleteAsync("nobody", default))!.Code);
        Assert.Equal(ErrorCode.GroupIdNotFound, (await Groups.RemoveMemberAsync("nobody", "m", "", default))!.Code);
        Assert.Equal(ErrorCode.GroupIdNotFound, (await Groups.DeleteOffsetsAsync("nobody", "quakes", null, default)).Error!.Code);
        Assert.Equal(ErrorCode.GroupIdNotFound, (await Groups.ResetOffsetsAsync("nobody", To(Position.Earliest), false, default)).Error!.Code);
    }

    [Fact]
    public async Task Commit_OfNobody_MakesAnEmptyGroupWithOffsets()
    {
        await CommitAsync("g", ("quakes", 1, 4), ("quakes", 0, 7), ("storms", 0, 0));

        ConsumerGroupDescription group = Groups.Describe("g").Value!;
        Assert.Equal((ConsumerGroupState.Empty, 0, "", "", null), (group.State, group.Generation, group.ProtocolType, group.Protocol, group.Leader));
        Assert.Equal([("quakes", 0, 7L), ("quakes", 1, 4), ("storms", 0, 0)], Offsets("g"));
    }

    [Fact]
    public async Task Commit_SomeUnknownPartitions_TellsThemAndKeepsTheOthers()
    {
        var committed = await Groups.CommitAsync(new GroupCommit("g", null, null, [new("quakes", 0, 1, ""), new("quakes", 9, 1, ""), new("gone", 0, 1, "")]), default);

        Assert.Equal([null, ErrorCode.UnknownTopicOrPartition, ErrorCode.UnknownTopicOrPartition], committed.Value!.Select(outcome => outcome.Error?.Code));
        Assert.Equal([("quakes", 0, 1L)], Offsets("g"));
    }

    [Fact]
    public async Task List_PagesByNameAndFiltersByState()
    {
        foreach (string group in (string[])["b", "a", "d", "c"]) await CommitAsync(group, ("quakes", 0, 1));
        await JoinAsync("c", "quakes");

        Assert.Equal(["a", "b"], Groups.List(null, 2, null).Value!.Select(group => group.Group));
        Assert.Equal(["c", "d"], Groups.List("b", 2, null).Value!.Select(group => group.Group));
        Assert.Equal(["a", "b", "d"], Groups.List(null, 9, [ConsumerGroupState.Empty]).Value!.Select(group => group.Group));
        ConsumerGroupSummary stable = Assert.Single(Groups.List(null, 9, [ConsumerGroupState.Stable, ConsumerGroupState.PreparingRebalance]).Value!);
        Assert.Equal(("c", "consumer", 1), (stable.Group, stable.ProtocolType, stable.Members));
    }

    [Fact]
    public async Task Describe_ShowsMembersWithTopicsAndAssignment()
    {
        string member = await JoinAsync("g", "quakes");

        ConsumerGroupDescription group = Groups.Describe("g").Value!;
        Assert.Equal((ConsumerGroupState.Stable, 1, "consumer", "range", member), (group.State, group.Generation, group.ProtocolType, group.Protocol, group.Leader));
        ConsumerGroupMember shown = Assert.Single(group.Members);
        Assert.Equal((member, "test", "/10.0.0.9"), (shown.MemberId, shown.ClientId, shown.ClientHost));
        Assert.Equal(["quakes"], shown.Topics);
        Assert.Equal([new AssignedPartition("quakes", 0), new("quakes", 2)], shown.Assignment);
        Assert.Contains(member, group.LastRebalanceReason, StringComparison.Ordinal);
        Assert.NotNull(group.LastRebalanceDuration);
    }

    [Fact]
    public async Task GroupWithMembers_IsNeitherResetNorDeleted()
    {
        await CommitAsync("g", ("quakes", 0, 7));
        await JoinAsync("g", "quakes");

        Assert.Equal(ErrorCode.NonEmptyGroup, (await Groups.ResetOffsetsAsync("g", To(Position.Earliest), false, default)).Error!.Code);
        Assert.Equal(ErrorCode.NonEmptyGroup, (await Groups.ResetOffsetsAsync("g", To(Position.Earliest), true, default)).Error!.Code);
        Assert.Equal(ErrorCode.NonEmptyGroup, (await Groups.DeleteAsync("g", default))!.Code);
        Assert.Equal([("quakes", 0, 7L)], Offsets("g"));
    }

    [Fact]
    public async Task RemovedMember_LeavesTheGroupEmpty()
    {
        string member = await JoinAsync("g", "quakes");

        Assert.Equal(ErrorCode.UnknownMemberId, (await Groups.RemoveMemberAsync("g", "somebody", "test", default))!.Code);
        Assert.Null(await Groups.RemoveMemberAsync("g", member, "test", default));
        Assert.Equal(ConsumerGroupState.Empty, Groups.Describe("g").Value!.State);
    }

    [Fact]
    public async Task Reset_OfCommittedPartitions_MovesThemAndTellsBeforeAndAfter()
    {
        await CommitAsync("g", ("quakes", 0, 7), ("quakes", 2, 3), ("storms", 1, 0));

        Assert.Equal([("quakes", 0, 7, 10), ("quakes", 2, 3, 10), ("storms", 1, 0, 0)], await ResetAsync(To(Position.Latest)));
        Assert.Equal([("quakes", 0, 10L), ("quakes", 2, 10), ("storms", 1, 0)], Offsets("g"));
    }

    [Fact]
    public async Task Reset_OfTopics_CoversPartitionsWithoutAnOffset()
    {
        await CommitAsync("g", ("quakes", 0, 7), ("storms", 0, 0));

        Assert.Equal([("quakes", 0, 7, 8), ("quakes", 1, null, 8), ("quakes", 2, null, 8)], await ResetAsync(To(new(PositionKind.Last, 2), ["quakes"])));
        Assert.Equal([("quakes", 0, 8L), ("quakes", 1, 8), ("quakes", 2, 8), ("storms", 0, 0)], Offsets("g"));
    }

    [Fact]
    public async Task DryRun_ChangesNothing()
    {
        await CommitAsync("g", ("quakes", 0, 7));

        Assert.Equal([("quakes", 0, 7, 0)], await ResetAsync(To(Position.Earliest), dryRun: true));
        Assert.Equal([("quakes", 0, 7L)], Offsets("g"));
    }

    [Theory]
    [InlineData(2, 9)]
    [InlineData(-3, 4)]
    [InlineData(500, 10)]
    [InlineData(-500, 0)]
    [InlineData(long.MaxValue, 10)]
    [InlineData(long.MinValue, 0)]
    public async Task Shift_IsRelativeToTheCommitAndBoundedByThePartition(long by, long after)
    {
        await CommitAsync("g", ("quakes", 1, 7));

        Assert.Equal([("quakes", 1, 7, after)], await ResetAsync(new OffsetReset(null, by, null, null)));
    }

    [Fact]
    public async Task Reset_ThatCannotBe_ChangesNothing()
    {
        await CommitAsync("g", ("quakes", 0, 7));

        foreach (var (reset, code) in (IEnumerable<(OffsetReset, ErrorCode)>)
        [
            (To(new(PositionKind.Offset, 11)), ErrorCode.OffsetOutOfRange), (To(Position.Earliest, ["gone"]), ErrorCode.UnknownTopicOrPartition),
            (new OffsetReset(Position.Earliest, null, null, [new("quakes", 0), new("quakes", 3)]), ErrorCode.UnknownTopicOrPartition),
            (new OffsetReset(null, 1, ["quakes"], null), ErrorCode.InvalidRequest),
        ]) Assert.Equal(code, (await Groups.ResetOffsetsAsync("g", reset, false, default)).Error!.Code);
        Assert.Equal([("quakes", 0, 7L)], Offsets("g"));
    }

    [Fact]
    public async Task Reset_BelowTheStart_GoesToTheStart()
    {
        await CommitAsync("g", ("quakes", 0, 7));
        await _engine.Engine.DeleteRecordsAsync("quakes", new Dictionary<int, long> { [0] = 5 }, default);

        Assert.Equal([("quakes", 0, 7, 5)], await ResetAsync(To(new(PositionKind.Offset, 2))));
    }

    [Fact]
    public async Task OffsetsOfATopic_AreDeletedUnlessAMemberReadsIt()
    {
        await CommitAsync("g", ("quakes", 0, 7), ("quakes", 1, 2), ("storms", 0, 0));
        await JoinAsync("g", "quakes");

        Assert.Equal(ErrorCode.GroupSubscribedToTopic, (await Groups.DeleteOffsetsAsync("g", "quakes", null, default)).Error!.Code);
        Assert.Equal(ErrorCode.GroupSubscribedToTopic, (await Groups.DeleteOffsetsAsync("g", "quakes", [2], default)).Error!.Code);
        Assert.Equal(["storms"], (await Groups.DeleteOffsetsAsync("g", "storms", null, default)).Value!.Select(offset => offset.Topic));
        Assert.Equal([("quakes", 0, 7L), ("quakes", 1, 2)], Offsets("g"));
    }

    [Fact]
    public async Task OffsetsOfSomePartitions_AreDeletedAlone()
    {
        await CommitAsync("g", ("quakes", 0, 7), ("quakes", 1, 2));

        Assert.Equal([1], (await Groups.DeleteOffsetsAsync("g", "quakes", [1, 2], default)).Value!.Select(offset => offset.Partition));
        Assert.Equal([("quakes", 0, 7L)], Offsets("g"));
        Assert.Empty((await Groups.DeleteOffsetsAsync("g", "never-read", null, default)).Value!);
    }

    [Fact]
    public async Task DeletedGroup_IsGoneAfterARestartToo()
    {
        await CommitAsync("g", ("quakes", 0, 7));
        await CommitAsync("kept", ("quakes", 0, 8));
        Assert.Null(await Groups.DeleteAsync("g", default));

        await _engine.ReopenAsync();
        await _engine.Engine.Coordinator.Loaded;

        Assert.Equal(ErrorCode.GroupIdNotFound, Groups.Describe("g").Error!.Code);
        Assert.Empty(Offsets("g"));
        Assert.Equal([("quakes", 0, 8L)], Offsets("kept"));
    }

    private static OffsetReset To(Position position, string[]? topics = null) => new(position, null, topics, null);

    private async Task<List<(string, int, long?, long)>> ResetAsync(OffsetReset reset, bool dryRun = false)
    {
        var changes = await Groups.ResetOffsetsAsync("g", reset, dryRun, default);
        Assert.Null(changes.Error);
        return [.. changes.Value!.Select(change => (change.Topic, change.Partition, change.Before, change.After))];
    }

    private async Task CommitAsync(string group, params (string Topic, int Partition, long Offset)[] offsets)
    {
        var committed = await Groups.CommitAsync(
            new GroupCommit(group, null, null, [.. offsets.Select(offset => new OffsetCommit(offset.Topic, offset.Partition, offset.Offset, ""))]), default);
        Assert.Null(committed.Error);
        Assert.All(committed.Value!, outcome => Assert.Null(outcome.Error));
    }

    private List<(string, int, long)> Offsets(string group) =>
        [.. Groups.Offsets(group).Value!.Select(offset => (offset.Topic, offset.Partition, offset.NextOffset))];

    /// <summary>One member that subscribes to the topic and gives itself the partitions 0 and 2.</summary>
    private async Task<string> JoinAsync(string group, string topic)
    {
        GroupCoordinator coordinator = _engine.Engine.Coordinator;
        var joined = await coordinator.JoinAsync(
            new JoinGroupRequest
            {
                GroupId = group, MemberId = "", ClientId = "test", ClientHost = "/10.0.0.9", SessionTimeout = TimeSpan.FromMinutes(5),
                RebalanceTimeout = TimeSpan.FromMinutes(5), ProtocolType = "consumer",
                Protocols = [new GroupProtocol("range", new ConsumerProtocolSubscription { Topics = [topic] }.ToBytes())],
            },
            default);
        Assert.Equal(ErrorCode.None, joined.Error);
        byte[] assignment = new ConsumerProtocolAssignment { Partitions = [new TopicPartition(topic, 0), new(topic, 2)] }.ToBytes();
        var synced = await coordinator.SyncAsync(
            new SyncGroupRequest
            {
                GroupId = group, MemberId = joined.MemberId, Generation = joined.Generation, ProtocolType = "consumer", ProtocolName = "range",
                Assignments = [new MemberAssignment(joined.MemberId, assignment)],
            },
            default);
        Assert.Equal(ErrorCode.None, synced.Error);
        return joined.MemberId;
    }
}
