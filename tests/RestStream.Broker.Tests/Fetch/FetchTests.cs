using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.TestKit;

namespace RestStream.Broker.Tests.Fetch;

public sealed class FetchTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task ManyPartitions_AreAnsweredInTheOrderOfTheRequest()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", 3);
        for (var p = 0; p < 3; p++) await engine.ProduceAsync("quakes", new Rec($"{p}", Partition: p));
        using var result = await engine.Engine.FetchAsync(Request([("quakes", 2, 0), ("quakes", 0, 1), ("quakes", 1, 0)]), default);
        Assert.Equal([2, 0, 1], result.Partitions.Select(p => p.Partition));
        Assert.Equal(["2", "-", "1"], result.Partitions.Select(p => Records.Of(p).FirstOrDefault()?.Value ?? "-"));
        Assert.All(result.Partitions, p => Assert.Equal((ErrorCode.None, 0L, 1L), (p.Error, p.LogStartOffset, p.HighWatermark)));
    }

    [Fact]
    public async Task MaxBytes_BoundsTheBatchesOfAllPartitionsButOneBatchAlwaysComes()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", 3);
        for (var p = 0; p < 3; p++)
        {
            for (var i = 0; i < 3; i++) await engine.ProduceAsync("quakes", new Rec(new string('1', 900), Partition: p));
        }

        Assert.Equal([1, 0, 0], await CountsAsync(maxBytes: 1));
        Assert.Equal([2, 0, 0], await CountsAsync(maxBytes: 2_500));
        Assert.Equal([3, 1, 0], await CountsAsync(maxBytes: 4_000));
        Assert.Equal([3, 3, 3], await CountsAsync(maxBytes: 1 << 20));
        Assert.Equal([2, 2, 2], await CountsAsync(maxBytes: 1 << 20, maxRecords: 2));

        async Task<IEnumerable<int>> CountsAsync(int maxBytes, int maxRecords = 1000)
        {
            var request = Request([("quakes", 0, 0), ("quakes", 1, 0), ("quakes", 2, 0)], Long, maxBytes: maxBytes, maxRecords: maxRecords, minBytes: int.MaxValue);
            using var result = await Eventually.Ends(engine.Engine.FetchAsync(request with { MinBytes = maxBytes < 1 << 20 ? int.MaxValue : 1 }, default).AsTask());
            return result.Partitions.Select(p => Records.Of(p).Count).ToList();
        }
    }

    [Fact]
    public async Task MoreThanFitsInEveryPartition_EachGetsAShareOfTheBytes()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", 3);
        for (var p = 0; p < 3; p++)
        {
            for (var i = 0; i < 8; i++) await engine.ProduceAsync("quakes", new Rec(new string('1', 50_000), Partition: p));
        }

        using var result = await engine.Engine.FetchAsync(Request([("quakes", 0, 0), ("quakes", 1, 0), ("quakes", 2, 0)], maxBytes: 330_000), default);
        Assert.Equal([2, 2, 2], result.Partitions.Select(p => Records.Of(p).Count));
    }

    [Fact]
    public async Task OffsetInsideABatch_GetsTheWholeBatch()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.ProduceAsync("quakes", new Rec("0"), new Rec("1"), new Rec("2"));
        using var result = await engine.FetchAsync("quakes", 0, 2);
        Assert.Equal(["2"], Records.Of(result.Partitions[0], 2).Select(r => r.Value));
    }

    [Theory]
    [InlineData("other", 0, 0, ErrorCode.UnknownTopicOrPartition)]
    [InlineData("quakes", 1, 0, ErrorCode.UnknownTopicOrPartition)]
    [InlineData("quakes", -1, 0, ErrorCode.UnknownTopicOrPartition)]
    [InlineData("quakes", 0, 2, ErrorCode.OffsetOutOfRange)]
    [InlineData("quakes", 0, long.MaxValue, ErrorCode.OffsetOutOfRange)]
    public async Task ErrorOfAPartition_IsAnsweredAtOnceAndTheOthersAreRead(string topic, int partition, long offset, ErrorCode error)
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.ProduceAsync("quakes", new Rec("0"));
        var request = Request([(topic, partition, offset), ("quakes", 0, 0)], Long, minBytes: 1 << 20);
        using var result = await Eventually.Ends(engine.Engine.FetchAsync(request, default).AsTask());
        Assert.Equal(error, result.Partitions[0].Error);
        Assert.Single(Records.Of(result.Partitions[1]));
    }

    [Fact]
    public async Task WaitingFetch_IsWokenByARecord()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", 2);
        var fetch = engine.Engine.FetchAsync(Request([("quakes", 0, 0), ("quakes", 1, 0)], Long), default).AsTask();
        Assert.Equal(1, engine.Engine.ParkedFetches);
        await engine.ProduceAsync("quakes", new Rec("1", Partition: 1));
        using var result = await Eventually.Ends(fetch);
        Assert.Equal("1", Records.Of(result.Partitions[1]).Single().Value);
        Assert.Equal(0, engine.Engine.ParkedFetches);
    }

    [Fact]
    public async Task MinBytes_AreWaitedForOverAllPartitions()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", 2);
        var fetch = engine.Engine.FetchAsync(Request([("quakes", 0, 0), ("quakes", 1, 0)], Long, minBytes: 1_000), default).AsTask();
        await engine.ProduceAsync("quakes", new Rec(new string('1', 400), Partition: 0));
        await PoolTurnAsync();
        Assert.False(fetch.IsCompleted);
        await engine.ProduceAsync("quakes", new Rec(new string('1', 600), Partition: 1));
        using var result = await Eventually.Ends(fetch);
        Assert.All(result.Partitions, p => Assert.Single(Records.Of(p)));
    }

    [Fact]
    public async Task Deadline_IsNeverEarlyAndAnswersWithWhatThereIs()
    {
        var time = new ManualTimeProvider();
        await using var engine = await TestEngine.OpenAsync(time: time);
        await engine.CreateAsync("quakes");
        var fetch = engine.FetchAsync("quakes", wait: TimeSpan.FromSeconds(10), minBytes: 1 << 20);
        await engine.ProduceAsync("quakes", new Rec("1"));
        time.Advance(TimeSpan.FromMilliseconds(9_999));
        await PoolTurnAsync();
        Assert.False(fetch.IsCompleted);
        time.Advance(engine.Options.DeadlineGrain + TimeSpan.FromMilliseconds(2));
        using var result = await Eventually.Ends(fetch);
        Assert.Single(Records.Of(result.Partitions[0]));
    }

    [Fact]
    public async Task DifferentDeadlines_EachEndAtTheirOwn()
    {
        var time = new ManualTimeProvider();
        await using var engine = await TestEngine.OpenAsync(time: time);
        await engine.CreateAsync("quakes");
        var random = SeededRandom.Create(_ => { });
        var waits = Enumerable.Range(0, 300).Select(_ => random.Next(1, 60_000)).ToList();
        var fetches = waits.ConvertAll(wait => engine.FetchAsync("quakes", wait: TimeSpan.FromMilliseconds(wait)));
        for (var now = 0; now < 60_100; now += 100)
        {
            var due = waits.Count(wait => wait + 25 < now);
            await Eventually.True(() => fetches.Count(f => f.IsCompleted) >= due);
            Assert.True(fetches.Count(f => f.IsCompleted) <= waits.Count(wait => wait <= now), $"early at {now} ms, {random}");
            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        foreach (var fetch in fetches) (await Eventually.Ends(fetch)).Dispose();
        Assert.Equal(0, engine.Engine.ParkedFetches);
    }

    [Fact]
    public async Task CallerThatLeaves_LeavesNothingBehind()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes");
        using var leave = new CancellationTokenSource();
        var fetch = engine.Engine.FetchAsync(Request([("quakes", 0, 0)], Long), leave.Token).AsTask();
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.Ends(fetch));
        Assert.Equal(0, engine.Engine.ParkedFetches);
        await engine.ProduceAsync("quakes", new Rec("1"));
    }

    [Fact]
    public async Task Stop_AnswersEveryWaitingFetchWithWhatThereIs()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes");
        await engine.ProduceAsync("quakes", new Rec("1"));
        var fetches = Enumerable.Range(0, 100).Select(i => engine.FetchAsync("quakes", from: i % 2, wait: Long, minBytes: 1 << 20)).ToList();
        engine.Engine.BeginStop();
        for (var i = 0; i < fetches.Count; i++)
        {
            using var result = await Eventually.Ends(fetches[i]);
            Assert.Equal(1 - (i % 2), Records.Of(result.Partitions[0], i % 2).Count);
        }

        using var late = await Eventually.Ends(engine.FetchAsync("quakes", from: 1, wait: Long));
        Assert.Empty(Records.Of(late.Partitions[0]));
    }

    [Fact]
    public async Task FetchBeyondTheLimitOfWaitingOnes_IsRefused()
    {
        await using var engine = await TestEngine.OpenAsync(o => o with { MaxParkedFetches = 2 });
        await engine.CreateAsync("quakes");
        var waiting = new[] { engine.FetchAsync("quakes", wait: Long), engine.FetchAsync("quakes", wait: Long) };
        using (var refused = await Eventually.Ends(engine.FetchAsync("quakes", wait: Long)))
            Assert.Equal(ErrorCode.TooManyRequests, refused.Partitions[0].Error);
        using (var atOnce = await Eventually.Ends(engine.FetchAsync("quakes")))
            Assert.Equal(ErrorCode.None, atOnce.Partitions[0].Error);
        await engine.ProduceAsync("quakes", new Rec("1"));
        foreach (var fetch in waiting) (await Eventually.Ends(fetch)).Dispose();
        Assert.Equal(0, engine.Engine.ParkedFetches);
    }

    [Fact]
    public async Task DeletedTopic_EndsItsWaitingFetches()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes");
        var fetch = engine.FetchAsync("quakes", wait: Long);
        await engine.Engine.DeleteAsync("quakes", null, default);
        using var result = await Eventually.Ends(fetch);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, result.Partitions[0].Error);
    }

    [Fact]
    public async Task TruncatedPartition_EndsFetchesThatWaitBelowItsStart()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.ProduceAsync("quakes", new Rec("0"), new Rec("1"));
        var fetch = engine.FetchAsync("quakes", from: 0, wait: Long, minBytes: 1 << 20);
        await engine.Engine.DeleteRecordsAsync("quakes", new Dictionary<int, long> { [0] = -1 }, default);
        using var result = await Eventually.Ends(fetch);
        Assert.Equal((ErrorCode.None, 2L, 2L), (result.Partitions[0].Error, result.Partitions[0].LogStartOffset, result.Partitions[0].HighWatermark));
    }

    /// <summary>The end of a segment is not the end of what there is: waiting there would sleep on readable records.</summary>
    [Fact]
    public async Task MinBytesThatLieBehindASegmentsEnd_AreNotWaitedFor()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", 1, ("segment.bytes", "1048576"), ("max.message.bytes", "1048588"));
        for (var i = 0; i < 3; i++) await engine.ProduceAsync("quakes", new Rec(new string('1', 700_000)));
        using var result = await Eventually.Ends(engine.FetchAsync("quakes", wait: Long, minBytes: 1_500_000));
        Assert.NotEmpty(Records.Of(result.Partitions[0]));
    }

    private static async Task PoolTurnAsync()
    {
        for (var i = 0; i < 20; i++) await Task.Run(() => { });
    }

    private static FetchRequest Request(
        (string Topic, int Partition, long Offset)[] partitions, TimeSpan wait = default, int maxRecords = 1_000, int maxBytes = 1 << 20, int minBytes = 1) =>
        new([.. partitions.Select(p => new FetchPartition(p.Topic, p.Partition, p.Offset))], maxRecords, maxBytes, minBytes, wait);
}
