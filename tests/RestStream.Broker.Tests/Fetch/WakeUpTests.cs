using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Produce;
using RestStream.Core.Topics;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Broker.Tests.Fetch;

[Collection(ProcessMemory.Name)]
public sealed class WakeUpTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Forever = TimeSpan.FromHours(1);

    /// <summary>Readers follow two partitions by long polls that never time out, while records come one at a time, the next only when all readers have the last: a lost wake-up
    /// would hang.</summary>
    [Fact]
    public async Task ThousandsOfRaces_LoseNoWakeUp()
    {
        const int records = 3_000, readers = 3;
        await using var engine = await TestEngine.OpenAsync();
        // Synced appends and appends that are visible when written signal from different threads.
        await engine.CreateAsync("synced");
        await engine.CreateAsync("written", 1, ("flush.messages", $"{long.MaxValue}"), ("flush.ms", $"{long.MaxValue}"));
        var random = SeededRandom.Create(output.WriteLine);
        var seen = new long[readers];
        var following = Enumerable.Range(0, readers).Select(reader => Task.Run(() => FollowAsync(engine, records, seen, reader))).ToList();
        for (var i = 1; i <= records; i++)
        {
            using var table = Records.Table(1, 10);
            await engine.Engine.ProduceAsync(new ProduceRequest(random.Next(3) == 0 ? "synced" : "written", table, Acks.Leader), default);
            if (random.Next(4) == 0)
            {
                await Eventually.True(() => Array.TrueForAll(seen, count => count >= i) || following.Exists(reader => reader.IsFaulted), because: $"record {i}, {random}");
                if (following.Find(reader => reader.IsFaulted) is { } faulted) await faulted;
            }
            else Thread.SpinWait(random.Next(2_000));
        }

        await Eventually.Ends(Task.WhenAll(following));
        Assert.Equal(0, engine.Engine.ParkedFetches);
    }

    /// <summary>10,000 fetches wait: each costs little memory and one turn of the pool when they end.</summary>
    [Fact]
    public async Task TenThousandWaitingFetches_CostLittleMemoryAndAllEnd()
    {
        const int count = 10_000, bytesEach = 1_024;
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes");
        var request = new FetchRequest([new FetchPartition("quakes", 0, 0)], 10, 1 << 20, 1, Forever);
        using var stop = new CancellationTokenSource();
        var fetches = new Task<FetchResult>[count];
        var first = engine.Engine.FetchAsync(request, stop.Token).AsTask();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < count; i++) fetches[i] = engine.Engine.FetchAsync(request, stop.Token).AsTask();
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / count;
        output.WriteLine($"{each} bytes each");
        Assert.Equal(count + 1, engine.Engine.ParkedFetches);
        Assert.True(each <= bytesEach, $"{each} bytes each"); // Below zero when the pools gave memory back meanwhile.

        await engine.ProduceAsync("quakes", new Rec("1"));
        foreach (var fetch in fetches.Append(first))
        {
            using var result = await Eventually.Ends(fetch);
            Assert.Equal((ErrorCode.None, 1L), (result.Partitions[0].Error, result.Partitions[0].HighWatermark));
        }

        Assert.Equal(0, engine.Engine.ParkedFetches);
    }

    [Fact]
    public async Task PartitionsAdded_EndTheWaitOfThoseThatFollowTheTopic()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes");
        var request = new FetchRequest([new FetchPartition("quakes", 0, 0)], 10, 1 << 20, 1, Forever);
        using var stop = new CancellationTokenSource();
        var following = engine.Engine.FetchAsync(request with { Follows = engine.Engine.Resolve("quakes") }, default).AsTask();
        var other = engine.Engine.FetchAsync(request, stop.Token).AsTask();
        var known = engine.Engine.Resolve("quakes");

        Assert.True((await engine.Engine.AlterAsync("quakes", new TopicChange(2, new Dictionary<string, string?>()), null, false, default)).IsSuccess);

        (await Eventually.Ends(following)).Dispose();
        // What was resolved before the increase does not wait after it.
        (await Eventually.Ends(engine.Engine.FetchAsync(request with { Follows = known }, default).AsTask())).Dispose();
        Assert.False(other.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other);
    }

    [Fact]
    public async Task TopicsMadeOrDeleted_EndTheWaitOfThoseThatWatchThem()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes");
        var request = new FetchRequest([new FetchPartition("quakes", 0, 0)], 10, 1 << 20, 1, Forever);
        using var stop = new CancellationTokenSource();
        var other = engine.Engine.FetchAsync(request with { Follows = engine.Engine.Resolve("quakes") }, stop.Token).AsTask();
        var known = engine.Engine.Version;
        var watching = engine.Engine.FetchAsync(request with { TopicsVersion = known }, default).AsTask();

        await engine.CreateAsync("trucks-1");

        (await Eventually.Ends(watching)).Dispose();
        Assert.Equal(["trucks-1"], engine.Engine.Match(new TopicPattern("trucks-*"), 10).Select(topic => topic.Name));
        (await Eventually.Ends(engine.Engine.FetchAsync(request with { TopicsVersion = known }, default).AsTask())).Dispose();
        var deleted = engine.Engine.FetchAsync(request with { TopicsVersion = engine.Engine.Version }, default).AsTask();
        Assert.True((await engine.Engine.DeleteAsync("trucks-1", null, default)).IsSuccess);
        (await Eventually.Ends(deleted)).Dispose();
        Assert.Equal(["quakes"], engine.Engine.Match(new TopicPattern("*"), 10).Select(topic => topic.Name));
        Assert.False(other.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other);
    }

    [Fact]
    public async Task CancellationsThatRaceWithRecords_EndEveryFetchOnce()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", 1, ("flush.messages", $"{long.MaxValue}"), ("flush.ms", $"{long.MaxValue}"));
        var random = SeededRandom.Create(output.WriteLine);
        for (var i = 0; i < 1_000; i++)
        {
            using var leave = new CancellationTokenSource();
            var fetch = engine.Engine.FetchAsync(new FetchRequest([new FetchPartition("quakes", 0, i)], 10, 1 << 20, 1, Forever), leave.Token).AsTask();
            var leaving = Task.Run(leave.Cancel);
            Thread.SpinWait(random.Next(3_000));
            await engine.ProduceAsync("quakes", new Rec("1"));
            await leaving;
            try
            {
                (await Eventually.Ends(fetch)).Dispose();
            }
            catch (OperationCanceledException)
            {
                Assert.True(fetch.IsCanceled);
            }
        }

        Assert.Equal(0, engine.Engine.ParkedFetches);
    }

    private static async Task FollowAsync(TestEngine engine, int records, long[] seen, int reader)
    {
        long synced = 0, written = 0;
        while (synced + written < records)
        {
            var request = new FetchRequest([new FetchPartition("synced", 0, synced), new FetchPartition("written", 0, written)], 1_000, 1 << 20, 1, Forever);
            using var result = await engine.Engine.FetchAsync(request, default);
            synced += Records.Of(result.Partitions[0], synced).Count;
            written += Records.Of(result.Partitions[1], written).Count;
            Volatile.Write(ref seen[reader], synced + written);
        }
    }
}
