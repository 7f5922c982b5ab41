using System.Diagnostics;
using RestStream.Core;
using RestStream.Storage;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Broker.Tests;

public sealed class EngineStartTests(ITestOutputHelper output)
{
    [Fact]
    public async Task ManyPartitions_StartInSeconds()
    {
        const int partitions = 500;
        var topics = TestEnvironment.NumberOr("RESTSTREAM_TOPICS", 2);
        await using var engine = await TestEngine.OpenAsync();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < topics; i++) await engine.CreateAsync($"t{i}", partitions);
        output.WriteLine($"made in {watch.ElapsedMilliseconds} ms");
        await engine.ProduceAsync("t1", new Rec("1", Partition: 23));
        await engine.Engine.DisposeAsync();
        watch.Restart();
        await engine.ReopenAsync();
        output.WriteLine($"{topics * partitions} partitions opened in {watch.ElapsedMilliseconds} ms");
        Assert.Equal((topics, topics * partitions), (engine.Engine.TopicCount, engine.Engine.PartitionCount));
        Assert.Single(await engine.ReadAsync("t1", 23));
        // 10,000 (RESTSTREAM_TOPICS=20) took 0.4 to 0.6 s; the bound leaves room for a busy machine.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task SecondEngineOnTheDirectory_IsRefused()
    {
        await using var engine = await TestEngine.OpenAsync();
        await Assert.ThrowsAsync<DataDirectoryException>(engine.OpenAnotherAsync);
        Assert.Equal(EngineStatus.Running, engine.Engine.Status);
    }

    [Fact]
    public async Task OptionsOutOfRange_AreToldAllAtOnce()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => TestEngine.OpenAsync(o => o with { DefaultPartitions = 0, MaxTopics = 0 }));
        Assert.Contains("DefaultPartitions", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxTopics", error.Message, StringComparison.Ordinal);
    }
}
