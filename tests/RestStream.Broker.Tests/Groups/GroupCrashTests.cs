using RestStream.Broker.Groups;
using RestStream.Core;
using RestStream.Storage.Files;
using RestStream.TestKit;
using RestStream.TestKit.Simulation;
using Xunit.Abstractions;

namespace RestStream.Broker.Tests.Groups;

/// <summary>Commits and rebalances, with the power cut, the process killed or the call failed at every one of their calls to the disk.</summary>
public sealed class GroupCrashTests(ITestOutputHelper output)
{
    private const string Data = "/data";
    private const int CutsPerCall = 3;
    private const int Commits = 6;
    private static readonly string[] Groups = ["a", "b", "c"];

    [Fact]
    public async Task CommitsCutAtEveryCall_NoneIsLostAndNoneRegresses()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var isDone = false;
        for (var call = 1; !isDone; call++)
        {
            var files = new SimulatedFileSystem(random.Next());
            var engine = await StartAsync(files);
            files.CrashAtCall(call);
            var commits = Groups.Select(group => new CommitHistory(group, 2)).ToList();
            await Task.WhenAll(commits.Select(history => history.RunAsync(engine.Engine.Coordinator, Commits)));
            isDone = !files.HasCrashed;
            for (var cut = 0; cut < CutsPerCall; cut++)
            {
                var seed = random.Next();
                await using var after = await OpenAsync(cut == 0 ? files.Kill(seed) : files.Crash(seed));
                foreach (var history in commits) history.Check(after.Engine.Coordinator, $"call {call}, cut {cut} ({seed}), {random}");
                Assert.Equal(ErrorCode.None, await after.Engine.Coordinator.CommitAsync("a", 99));
            }

            await AbandonAsync(engine);
        }
    }

    [Theory]
    [InlineData(FileError.NoSpace)]
    [InlineData(FileError.Other)]
    public async Task CommitsWithEveryCallFailing_SayTheTruth(FileError error)
    {
        var random = SeededRandom.Create(output.WriteLine);
        for (var call = 1; ; call++)
        {
            var files = new SimulatedFileSystem(random.Next());
            var engine = await StartAsync(files);
            var before = files.CountCalls(FileCalls.Mutating);
            files.FailCall(call, FileCalls.Mutating, error);
            var commits = Groups.Select(group => new CommitHistory(group, 2)).ToList();
            await Task.WhenAll(commits.Select(history => history.RunAsync(engine.Engine.Coordinator, Commits)));
            var context = $"call {call}, {random}";
            foreach (var history in commits) history.CheckMemory(engine.Engine.Coordinator, context);
            var calls = files.CountCalls(FileCalls.Mutating) - before;
            files.StopFailing();
            await using (var after = await OpenAsync(files.Crash(random.Next())))
                foreach (var history in commits) history.Check(after.Engine.Coordinator, context);
            await AbandonAsync(engine);
            if (call > calls) return;
        }
    }

    [Fact]
    public async Task RebalancesCutAtEveryCall_TheGroupIsWhole()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var isDone = false;
        for (var call = 1; !isDone; call++)
        {
            var files = new SimulatedFileSystem(random.Next());
            var engine = await StartAsync(files);
            files.CrashAtCall(call);
            var told = new List<(int Generation, string Member, string Assignment)>();
            isDone = await RebalanceAsync(engine.Engine.Coordinator, told);
            for (var cut = 0; cut < CutsPerCall; cut++)
            {
                var seed = random.Next();
                await using var after = await OpenAsync(cut == 0 ? files.Kill(seed) : files.Crash(seed));
                await CheckAsync(after.Engine.Coordinator, told, $"call {call}, cut {cut} ({seed}), {random}");
            }

            await AbandonAsync(engine);
        }
    }

    /// <summary>One member; a second one comes; the second restarts as the static member that it is; the first leaves. What a sync told is noted.</summary>
    private static async Task<bool> RebalanceAsync(GroupCoordinator coordinator, List<(int, string, string)> told)
    {
        try
        {
            var first = await coordinator.JoinAsync("g");
            if (!await SyncAsync(coordinator, first, "one", told)) return false;
            var joining = coordinator.JoinAsync("g", instance: "two");
            first = await coordinator.JoinAsync("g", first.MemberId);
            var second = await joining;
            if (!await SyncAsync(coordinator, first, "half", told)) return false;
            second = await coordinator.JoinAsync("g", instance: "two");
            if (second.Error != ErrorCode.None) return false;
            told.Add((second.Generation, second.MemberId, "half"));
            await coordinator.LeaveAsync("g", [new LeavingMember(first.MemberId)]);
            second = await coordinator.JoinAsync("g", second.MemberId, "two");
            return await SyncAsync(coordinator, second, "rest", told);
        }
        catch (SimulatedCrashException)
        {
            return false;
        }
    }

    private static async Task<bool> SyncAsync(GroupCoordinator coordinator, JoinGroupResult leader, string assignment, List<(int, string, string)> told)
    {
        if (leader.Error != ErrorCode.None) return false;
        var synced = await coordinator.AssignAllAsync("g", leader, assignment);
        if (synced.Error != ErrorCode.None) return false;
        told.Add((leader.Generation, leader.MemberId, assignment));
        return true;
    }

    /// <summary>The last that was told holds, or a later generation; whoever is a member can go on, whoever is not can join.</summary>
    private static async Task CheckAsync(GroupCoordinator coordinator, List<(int Generation, string Member, string Assignment)> told, string context)
    {
        var group = coordinator.Describe("g").Value;
        if (told.Count > 0)
        {
            var (generation, memberId, assignment) = told[^1];
            Assert.True(group is not null && group.Generation >= generation, $"{context}: generation {group?.Generation}, told {generation}");
            var member = group!.Members.SingleOrDefault(member => member.MemberId == memberId);
            if (group.Generation == generation && group.State == GroupState.Stable)
                Assert.True(member is not null && GroupFixture.Text(member.Assignment) == assignment, $"{context}: {memberId} was told '{assignment}'");
        }

        foreach (var member in group?.Members ?? [])
            Assert.Equal(ErrorCode.None, coordinator.Heartbeat("g", member.MemberId, member.InstanceId, group!.Generation));
        await coordinator.LeaveAsync("g", [.. group?.Members.Select(member => new LeavingMember(member.MemberId, member.InstanceId)) ?? []]);
        var joined = await coordinator.JoinAsync("g");
        Assert.Equal("all", GroupFixture.Text((await coordinator.AssignAllAsync("g", joined)).Assignment));
    }

    private static EngineOptions Small(EngineOptions options) => options with { Groups = new GroupOptions { OffsetsTopicPartitions = 2 } };

    private static async Task<TestEngine> StartAsync(SimulatedFileSystem files)
    {
        var engine = await OpenAsync(files);
        await engine.CreateAsync("quakes", 2);
        return engine;
    }

    private static async Task<TestEngine> OpenAsync(SimulatedFileSystem files)
    {
        var engine = await TestEngine.OpenAsync(Data, files, Small);
        await engine.Engine.Coordinator.Loaded;
        return engine;
    }

    private static async Task AbandonAsync(TestEngine engine)
    {
        try
        {
            await engine.DisposeAsync();
        }
        catch (Exception e) when (e is SimulatedCrashException or IOException)
        {
            // The process it stands for is dead.
        }
    }
}
