using RestStream.Broker.Groups;
using RestStream.Core;
using RestStream.Storage;
using RestStream.TestKit;
using RestStream.TestKit.Simulation;

namespace RestStream.Broker.Tests.Groups;

/// <summary>What a start makes of a log that is compacted, or damaged.</summary>
public sealed class LoadTests
{
    private const int Partitions = 64;
    private const int Rounds = 12;

    [Fact]
    public async Task CompactedLog_LoadsAsWhatWasCommitted()
    {
        await using var engine = await TestEngine.OpenAsync(options => options with
        {
            Log = options.Log with { LogCleanerBackoff = TimeSpan.FromMilliseconds(50) },
            Groups = new GroupOptions { OffsetsTopicPartitions = 1, OffsetsTopicSegmentBytes = 1 << 20 },
        });
        await engine.Engine.Coordinator.Loaded;
        await engine.CreateAsync("quakes", Partitions);
        await engine.Engine.Coordinator.CommitAsync("gone", 1);
        await engine.Engine.Coordinator.DeleteGroupAsync("gone");
        await Task.WhenAll(Enumerable.Range(0, Partitions).Select(partition => CommitAllAsync(engine.Engine.Coordinator, partition)));
        await engine.Engine.Coordinator.DeleteOffsetsAsync("g", [new("quakes", 1)]);
        await Eventually.True(() => engine.Events.Of(nameof(IStorageEvents.LogCleaned)).Count > 0);

        await engine.ReopenAsync();
        await engine.Engine.Coordinator.Loaded;

        Assert.Equal(["g"], engine.Engine.Coordinator.List().Value!.Select(group => group.GroupId));
        for (var partition = 0; partition < Partitions; partition++)
            Assert.Equal(partition == 1 ? null : Rounds, engine.Engine.Coordinator.Committed("g", partition));
    }

    [Fact]
    public async Task DamagedRecord_TheOthersAreLoaded()
    {
        var files = new SimulatedFileSystem(1);
        await using (var engine = await OpenAsync(files))
        {
            await engine.CreateAsync("quakes", 3);
            for (var partition = 0; partition < 3; partition++) await engine.Engine.Coordinator.CommitAsync("g", 7, partition: partition);
        }

        const string segment = "/data/__consumer_offsets-0/00000000000000000000.log";
        files.FlipBit(segment, 8L * files.ReadAll(segment).Length / 2);

        await using var after = await OpenAsync(files);

        Assert.Equal((7, null, 7), (after.Engine.Coordinator.Committed("g"), after.Engine.Coordinator.Committed("g", 1), after.Engine.Coordinator.Committed("g", 2)));
        Assert.NotEmpty(after.Events.Of(nameof(IStorageEvents.DamageFound)));
        Assert.Equal(ErrorCode.None, await after.Engine.Coordinator.CommitAsync("g", 8, partition: 1));
    }

    private static async Task CommitAllAsync(GroupCoordinator coordinator, int partition)
    {
        for (var offset = 1; offset <= Rounds; offset++)
            Assert.Equal(ErrorCode.None, await coordinator.CommitAsync("g", offset, partition: partition, metadata: new string('x', 4_000)));
    }

    private static async Task<TestEngine> OpenAsync(SimulatedFileSystem files)
    {
        var engine = await TestEngine.OpenAsync("/data", files, options => options with { Groups = new GroupOptions { OffsetsTopicPartitions = 1 } });
        await engine.Engine.Coordinator.Loaded;
        return engine;
    }
}
