using System.Text;
using RestStream.Broker.Groups;
using RestStream.Core;
using RestStream.Core.Topics;
using RestStream.Storage;
using RestStream.Storage.Files;
using RestStream.TestKit;
using RestStream.TestKit.Simulation;

namespace RestStream.Broker.Tests.Groups;

public sealed class RestartTests
{
    private const string Data = "/data";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task StableGroup_GoesOnWithItsGeneration(bool isKilled)
    {
        var files = new SimulatedFileSystem(1);
        var engine = await OpenAsync(files);
        await engine.CreateAsync("quakes", 2);
        var joined = await engine.Engine.Coordinator.JoinAsync("g", instance: "one");
        await engine.Engine.Coordinator.AssignAllAsync("g", joined);
        await engine.Engine.Coordinator.CommitAsync("g", 7, joined, metadata: "here");
        var before = engine.Engine.Coordinator.Describe("g").Value!;
        if (!isKilled) await engine.DisposeAsync();

        await using var after = await OpenAsync(isKilled ? files.Kill() : files);

        var coordinator = after.Engine.Coordinator;
        var group = coordinator.Describe("g").Value!;
        Assert.Equal((before.State, before.Generation, before.ProtocolType, before.ProtocolName, before.LeaderId), (group.State, group.Generation, group.ProtocolType, group.ProtocolName, group.LeaderId));
        var member = Assert.Single(group.Members);
        Assert.Equal(("one", "c", "/127.0.0.1", "subscription", "all"), (member.InstanceId, member.ClientId, member.ClientHost, Text(member.Subscription), Text(member.Assignment)));
        Assert.Equal(ErrorCode.None, coordinator.Heartbeat("g", joined.MemberId, "one", joined.Generation));
        Assert.Equal("all", Text((await coordinator.SyncAsync("g", joined)).Assignment));
        Assert.Equal((7, "here"), (coordinator.Committed("g"), coordinator.FetchOffsets("g", null).Offsets.Values.Single().Metadata));
        Assert.Equal(ErrorCode.None, await coordinator.CommitAsync("g", 8, joined));
        if (isKilled) await engine.DisposeAsync();
    }

    [Fact]
    public async Task SessionsStartAnew_AndEnd()
    {
        var files = new SimulatedFileSystem(1);
        await using (var engine = await OpenAsync(files))
        {
            await engine.CreateAsync("quakes");
            await engine.Engine.Coordinator.CommitAsync("g", 1);
            await engine.Engine.Coordinator.AssignAllAsync("g", await engine.Engine.Coordinator.JoinAsync("g"));
        }

        var time = new ManualTimeProvider();
        await using var after = await OpenAsync(files, time);
        time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.Equal(GroupState.Stable, after.Engine.Coordinator.Describe("g").Value!.State);

        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal((GroupState.Empty, 2), (after.Engine.Coordinator.Describe("g").Value!.State, after.Engine.Coordinator.Describe("g").Value!.Generation));
    }

    [Fact]
    public async Task TheNewestRecordCounts_AlsoATombstone()
    {
        var files = new SimulatedFileSystem(1);
        await using (var engine = await OpenAsync(files))
        {
            var coordinator = engine.Engine.Coordinator;
            await engine.CreateAsync("quakes", 3);
            for (var offset = 1; offset <= 50; offset++) await coordinator.CommitAsync("g", offset);
            await coordinator.CommitAsync("g", 5);
            await coordinator.CommitAsync("g", 1, partition: 1);
            await coordinator.DeleteOffsetsAsync("g", [new("quakes", 1)]);
            await coordinator.CommitAsync("gone", 1);
            await coordinator.DeleteGroupAsync("gone");
            await coordinator.CommitAsync("again", 1);
            await coordinator.DeleteGroupAsync("again");
            await coordinator.CommitAsync("again", 2, partition: 2);
        }

        await using var after = await OpenAsync(files);

        Assert.Equal((5, null), (after.Engine.Coordinator.Committed("g"), after.Engine.Coordinator.Committed("g", 1)));
        Assert.Equal((null, 2), (after.Engine.Coordinator.Committed("again"), after.Engine.Coordinator.Committed("again", 2)));
        Assert.Equal(["again", "g"], after.Engine.Coordinator.List().Value!.Select(group => group.GroupId));
    }

    [Fact]
    public async Task UntilLoaded_EveryCallSaysSo()
    {
        var files = new SimulatedFileSystem(1);
        await using (var engine = await OpenAsync(files))
        {
            await engine.CreateAsync("quakes");
            await engine.Engine.Coordinator.CommitAsync("g", 3);
        }

        using var release = new ManualResetEventSlim();
        files.BeforeCall = (_, path) =>
        {
            if (path.Contains(OffsetsTopic.Name, StringComparison.Ordinal) && path.EndsWith(".log", StringComparison.Ordinal)) release.Wait();
        };
        await using var after = await TestEngine.OpenAsync(Data, files, Small);
        var coordinator = after.Engine.Coordinator;
        Assert.Equal(ErrorCode.CoordinatorLoadInProgress, (await coordinator.JoinAsync("g")).Error);
        Assert.Equal(ErrorCode.CoordinatorLoadInProgress, await coordinator.CommitAsync("g", 9));
        Assert.Equal(ErrorCode.CoordinatorLoadInProgress, coordinator.FetchOffsets("g", null).Error);
        Assert.Equal(ErrorCode.CoordinatorLoadInProgress, coordinator.List().Error!.Code);
        Assert.Equal(ErrorCode.CoordinatorLoadInProgress, coordinator.Describe("g").Error!.Code);
        var told = 0;
        coordinator.Watch("g", "m", () => told++).Dispose();
        coordinator.HoldSession("g", "m").Dispose();
        Assert.Equal(1, told);

        release.Set();
        await coordinator.Loaded;

        Assert.Equal(3, coordinator.Committed("g"));
    }

    [Fact]
    public async Task UnreadableAtFirst_IsTriedAgain()
    {
        var files = new SimulatedFileSystem(1);
        await using (var engine = await OpenAsync(files))
        {
            await engine.CreateAsync("quakes");
            await engine.Engine.Coordinator.CommitAsync("g", 3);
        }

        var fails = true;
        files.BeforeCall = (call, path) =>
        {
            if (fails && path.Contains(OffsetsTopic.Name, StringComparison.Ordinal) && path.EndsWith(".log", StringComparison.Ordinal))
                throw new FileSystemException(FileError.Other, $"{call} {path}: simulated");
        };
        var time = new ManualTimeProvider();
        await using var after = await TestEngine.OpenAsync(Data, files, Small, time);
        await Eventually.True(() => after.Events.Of(nameof(IStorageEvents.BackgroundFailed)).Count > 0);
        fails = false;

        await Eventually.True(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return after.Engine.Coordinator.Loaded.IsCompleted;
        });

        Assert.Equal(3, after.Engine.Coordinator.Committed("g"));
    }

    [Fact]
    public async Task DeletedTopic_ItsOffsetsAreGoneForGood()
    {
        var files = new SimulatedFileSystem(1);
        await using (var engine = await OpenAsync(files))
        {
            await engine.CreateAsync("quakes");
            await engine.CreateAsync("storms");
            await engine.Engine.Coordinator.CommitAsync("g", 3);
            await engine.Engine.Coordinator.CommitAsync("g", 4, topic: "storms");
            await engine.Engine.DeleteAsync("quakes", null, default);
            await engine.CreateAsync("quakes");
            Assert.Null(engine.Engine.Coordinator.Committed("g"));
        }

        await using var after = await OpenAsync(files);

        Assert.Equal((null, 4), (after.Engine.Coordinator.Committed("g"), after.Engine.Coordinator.Committed("g", topic: "storms")));
    }

    [Fact]
    public async Task StopBetweenADeletionAndItsTombstones_IsMendedByTheLoad()
    {
        var files = new SimulatedFileSystem(1);
        await using (var engine = await OpenAsync(files))
        {
            await engine.CreateAsync("quakes");
            await engine.Engine.Coordinator.CommitAsync("g", 3);
            files.Fail(new SimulatedFault(1, FileCalls.Write) { Path = path => path.Contains(OffsetsTopic.Name, StringComparison.Ordinal) && path.EndsWith(".log", StringComparison.Ordinal) });
            await engine.Engine.DeleteAsync("quakes", null, default);
            files.StopFailing();
            Assert.Null(engine.Engine.Coordinator.Committed("g"));
        }

        await using (var after = await OpenAsync(files)) await after.CreateAsync("quakes");
        await using var last = await OpenAsync(files);

        Assert.Null(last.Engine.Coordinator.Committed("g"));
    }

    [Fact]
    public async Task InternalTopic_IsClosedToAllButReaders()
    {
        await using var engine = await OpenAsync(new SimulatedFileSystem(1));
        await engine.CreateAsync("quakes");
        await engine.Engine.Coordinator.CommitAsync("g", 3);

        Assert.Equal(ErrorCode.InternalTopic, (await engine.ProduceAsync(OffsetsTopic.Name, new Rec("x", "k"))).Error!.Code);
        Assert.Equal(ErrorCode.InternalTopic, (await engine.Engine.DeleteAsync(OffsetsTopic.Name, null, default)).Error!.Code);
        Assert.Equal(ErrorCode.InternalTopic, (await engine.Engine.AlterAsync(OffsetsTopic.Name, new TopicChange(9, new Dictionary<string, string?>()), null, false, default)).Error!.Code);
        Assert.Equal(ErrorCode.InternalTopic, (await engine.Engine.DeleteRecordsAsync(OffsetsTopic.Name, new Dictionary<int, long> { [0] = -1 }, default)).Error!.Code);
        var topic = engine.Engine.Find(OffsetsTopic.Name)!;
        Assert.Equal((2, "compact"), (topic.Partitions.Count, topic.Config["cleanup.policy"]));
        Assert.Single(await engine.ReadAsync(OffsetsTopic.Name, OffsetsTopic.PartitionFor("g", 2)));
    }

    [Fact]
    public async Task EngineAtItsLimits_StillHasGroups()
    {
        await using var engine = await TestEngine.OpenAsync(
            Data, new SimulatedFileSystem(1), options => Small(options) with { MaxTopics = 1, MaxPartitions = 1, MaxPartitionsPerTopic = 1 });
        await engine.Engine.Coordinator.Loaded;
        await engine.CreateAsync("quakes");

        Assert.Equal(ErrorCode.None, await engine.Engine.Coordinator.CommitAsync("g", 3));
    }

    private static EngineOptions Small(EngineOptions options) => options with { Groups = new GroupOptions { OffsetsTopicPartitions = 2 } };

    private static async Task<TestEngine> OpenAsync(SimulatedFileSystem files, TimeProvider? time = null)
    {
        var engine = await TestEngine.OpenAsync(Data, files, Small, time);
        await engine.Engine.Coordinator.Loaded;
        return engine;
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
