using RestStream.Core;
using RestStream.Core.Topics;
using RestStream.Storage;
using RestStream.Storage.Files;
using RestStream.TestKit;
using RestStream.TestKit.Simulation;
using Xunit.Abstractions;

namespace RestStream.Broker.Tests.Topics;

/// <summary>Every change of topics, with the power cut, the process killed or the call failed at every one of its calls to the disk.</summary>
public sealed class TopicCrashTests(ITestOutputHelper output)
{
    private const string Data = "/data";
    private const int CutsPerCall = 6;

    [Fact]
    public Task CreateCutAtEveryCall_IsMadeOrNot() => CutEverywhereAsync(
        Create,
        found => found is null || (found.Version, found.Partitions.Count, found.Config["retention.ms"]) == (1, 2, "1000"),
        found => found is not null);

    /// <summary>So many partitions are synced together.</summary>
    [Fact]
    public Task CreateOfManyPartitionsCutAtEveryCall_IsMadeOrNot() => CutEverywhereAsync(
        engine => engine.CreateAsync(new TopicSpec("quakes", 6, new Dictionary<string, string>()), false, default),
        found => found is null || found.Partitions.Count == 6,
        found => found is not null);

    [Fact]
    public Task AlterCutAtEveryCall_IsMadeOrNot() => CutEverywhereAsync(
        engine => engine.AlterAsync("quakes", new TopicChange(3, new Dictionary<string, string?> { ["retention.ms"] = "7" }), null, false, default),
        found => (found!.Version, found.Partitions.Count, found.Config["retention.ms"]) is (1, 2, "1000") or (2, 3, "7"),
        found => found!.Version == 2,
        isMadeBefore: true);

    [Fact]
    public Task DeleteCutAtEveryCall_IsMadeOrNot() => CutEverywhereAsync(
        engine => engine.DeleteAsync("quakes", null, default),
        found => found is null || found.Partitions.Count == 2,
        found => found is null,
        isMadeBefore: true);

    [Theory]
    [InlineData(FileError.NoSpace)]
    [InlineData(FileError.Other)]
    public Task CreateWithEveryCallFailing_SaysTheTruth(FileError error) => FailEverywhereAsync(
        Create, error, found => found is not null);

    [Theory]
    [InlineData(FileError.NoSpace)]
    [InlineData(FileError.Other)]
    public Task AlterWithEveryCallFailing_SaysTheTruth(FileError error) => FailEverywhereAsync(
        engine => engine.AlterAsync("quakes", new TopicChange(3, new Dictionary<string, string?>()), null, false, default),
        error, found => found!.Version == 2, isMadeBefore: true);

    [Theory]
    [InlineData(FileError.NoSpace)]
    [InlineData(FileError.Other)]
    public Task DeleteWithEveryCallFailing_SaysTheTruth(FileError error) => FailEverywhereAsync(
        engine => engine.DeleteAsync("quakes", null, default), error, found => found is null, isMadeBefore: true);

    private async Task CutEverywhereAsync(
        Func<EmbeddedLogEngine, ValueTask<Outcome<TopicDescription>>> change, Func<TopicDescription?, bool> isWhole, Func<TopicDescription?, bool> isDone,
        bool isMadeBefore = false)
    {
        var random = SeededRandom.Create(output.WriteLine);
        var isAcknowledged = false;
        for (var call = 1; !isAcknowledged; call++)
        {
            var files = new SimulatedFileSystem(random.Next());
            var engine = await StartAsync(files, isMadeBefore);
            files.CrashAtCall(call);
            isAcknowledged = await CompletesAsync(engine, change);
            await AbandonAsync(engine);
            for (var cut = 0; cut < CutsPerCall; cut++)
            {
                var seed = random.Next();
                var disk = cut == 0 ? files.Kill(seed) : files.Crash(seed);
                await using var after = await TestEngine.OpenAsync(Data, disk);
                var found = after.Engine.Find("quakes");
                var context = $"call {call}, cut {cut} ({seed}), {random}";
                Assert.True(isWhole(found), context);
                Assert.True(!isAcknowledged || isDone(found), context);
                await AssertUsableAsync(after, found, context);
            }
        }
    }

    private async Task FailEverywhereAsync(
        Func<EmbeddedLogEngine, ValueTask<Outcome<TopicDescription>>> change, FileError error, Func<TopicDescription?, bool> isDone, bool isMadeBefore = false)
    {
        var random = SeededRandom.Create(output.WriteLine);
        var calls = 0;
        for (var call = 1; calls == 0 || call <= calls; call++)
        {
            var files = new SimulatedFileSystem(random.Next());
            var engine = await StartAsync(files, isMadeBefore);
            var before = files.CountCalls(FileCalls.Mutating);
            if (calls > 0) files.FailCall(call, FileCalls.Mutating, error);
            var outcome = await change(engine.Engine);
            if (calls == 0) (calls, call) = (files.CountCalls(FileCalls.Mutating) - before, 0);
            files.StopFailing();
            var context = $"call {call} of {calls}: {outcome.Error}, {random}";
            if (outcome.Error?.Code == ErrorCode.OutcomeUnknown) Assert.Equal(EngineStatus.Failed, engine.Engine.Status);
            else Assert.True(isDone(engine.Engine.Find("quakes")) == outcome.IsSuccess, context);
            var isRunning = engine.Engine.Status == EngineStatus.Running;
            var isDoneNow = outcome.IsSuccess || (isRunning && (await change(engine.Engine)).IsSuccess);
            Assert.True(isDoneNow || !isRunning, context);
            var disk = files.Crash(random.Next());
            if (isRunning) await AssertUsableAsync(engine, engine.Engine.Find("quakes"), context);
            await AbandonAsync(engine);
            await using var after = await TestEngine.OpenAsync(Data, disk);
            Assert.True(!isDoneNow || isDone(after.Engine.Find("quakes")), context);
            await AssertUsableAsync(after, after.Engine.Find("quakes"), context);
        }
    }

    /// <summary>The topic, or a new one of its name, takes records in each partition; the record of another topic is still there.</summary>
    private static async Task AssertUsableAsync(TestEngine engine, TopicDescription? found, string context)
    {
        Assert.Equal("kept", Assert.Single(await engine.ReadAsync("base")).Value);
        var made = found is null ? await engine.TryCreateAsync("quakes", 2) : found;
        Assert.True(made.IsSuccess, $"{context}: {made.Error}");
        for (var p = 0; p < made.Value.Partitions.Count; p++)
        {
            var result = await engine.ProduceAsync("quakes", new Rec("1", Partition: p));
            Assert.True(result.Error is null && result.Errors.Count == 0, $"{context}: {result.Error} {string.Join(", ", result.Errors)}");
            Assert.NotEmpty(await engine.ReadAsync("quakes", p));
        }
    }

    private static async Task<TestEngine> StartAsync(SimulatedFileSystem files, bool withTopic)
    {
        var engine = await TestEngine.OpenAsync(Data, files);
        await engine.ProduceAsync("base", new Rec("kept"));
        if (withTopic) Assert.True((await Create(engine.Engine)).IsSuccess);
        return engine;
    }

    private static ValueTask<Outcome<TopicDescription>> Create(EmbeddedLogEngine engine) =>
        engine.CreateAsync(new TopicSpec("quakes", 2, new Dictionary<string, string> { ["retention.ms"] = "1000" }), false, default);

    private static async Task<bool> CompletesAsync(TestEngine engine, Func<EmbeddedLogEngine, ValueTask<Outcome<TopicDescription>>> change)
    {
        try
        {
            return (await change(engine.Engine)).IsSuccess;
        }
        catch (SimulatedCrashException)
        {
            return false;
        }
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
