using System.Diagnostics;
using RestStream.Core;
using RestStream.Storage;
using Xunit.Abstractions;

namespace RestStream.Broker.Tests;

public sealed class EngineStartTests(ITestOutputHelper output)
{
    [Fact]
    public async Task ManyPartitions_StartInSeconds()
    {
        const int topics = 2, partitions = 100;
        await using var engine = await TestEngine.OpenAsync();
        for (var i = 0; i < topics; i++) await engine.CreateAsync($"t{i}", partitions);
        await engine.ProduceAsync("t1", new Rec("1", Partition: 23));
        await engine.Engine.DisposeAsync();
        var watch = Stopwatch.StartNew();
        await engine.ReopenAsync();
        output.WriteLine($"{topics * partitions} partitions opened in {watch.ElapsedMilliseconds} ms");
        Assert.Equal((topics, topics * partitions), (engine.Engine.TopicCount, engine.Engine.PartitionCount));
        Assert.Single(await engine.ReadAsync("t1", 23));
        // The aim is 1 s; the bound leaves room for a busy machine.
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
