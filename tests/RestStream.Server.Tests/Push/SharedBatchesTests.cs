using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RestStream.Core.Topics;
using RestStream.Server.Push;
using RestStream.Server.Records;
using RestStream.Server.Schemas;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Push;

/// <summary>What subscribers at one place share, and for how long it is kept.</summary>
public sealed class SharedBatchesTests : IAsyncLifetime, IDisposable
{
    private readonly RestStreamApp _app = RestStreamApp.With();
    private readonly ManualTimeProvider _time = new();
    private readonly PushMetrics _metrics = new();
    private readonly PushOptions _options = new() { SharedBatchBytes = 10_000 };
    private SharedBatches _batches = null!;

    [Fact]
    public async Task SamePlaceAndShape_IsRenderedOnce()
    {
        await ProduceAsync(10);

        var first = await NextAsync(0);
        var second = await NextAsync(0);
        var other = await NextAsync(3);

        Assert.Same(first, second);
        Assert.NotSame(first, other);
        Assert.Equal(10, first.Count);
        Assert.Equal(7, other.Count);
        foreach (var batch in new[] { first, second, other }) batch.Release();
    }

    [Fact]
    public async Task KeptBatch_IsLetGoAfterItsTimeAndStaysReadableForItsHolders()
    {
        await ProduceAsync(3);
        var held = await NextAsync(0);
        Assert.True(_batches.KeptBytes > 0);

        _time.Advance(_options.SharedBatchTime);

        Assert.Equal(0, _batches.KeptBytes);
        Assert.Contains("\"value\":2", Encoding.UTF8.GetString(held.Records.Span), StringComparison.Ordinal);
        var again = await NextAsync(0);
        Assert.NotSame(held, again);
        held.Release();
        again.Release();
    }

    [Fact]
    public async Task KeptBytes_StayWithinTheirBound()
    {
        await ProduceAsync(200);

        for (var from = 0; from < 150; from++) (await NextAsync(from)).Release();

        Assert.InRange(_batches.KeptBytes, 0, _options.SharedBatchBytes);
    }

    [Fact]
    public async Task RecordsThatRenderSmall_HoldNoMoreThanTheyNeed()
    {
        // Stored in 200 KB, of which a subscriber gets the last record alone.
        await _app.ProduceAsync("t", $$"""{"value":"{{new string('x', 200_000)}}"}""", """{"value":1}""");

        var batch = await NextAsync(1);

        Assert.Equal(1, batch.Count);
        Assert.InRange(batch.HeldBytes, batch.Bytes, 4096);
        Assert.Equal(batch.HeldBytes, _batches.KeptBytes);
        batch.Release();
    }

    [Fact]
    public async Task SubscribersThatWatchDifferentTopicVersions_DoNotShareAWait()
    {
        await _app.CreateTopicAsync("t");
        var topic = _app.Engine.Resolve("t")!;
        var place = new ReadPositions([new ReadPosition(topic, null, [0])]);
        var shape = new BatchShape(1024, 1 << 20, null, null, TimeSpan.FromSeconds(15));
        var ofName = _batches.NextAsync(place, shape, null, default).AsTask();
        await Eventually.True(() => _app.Engine.ParkedFetches == 1);
        var ofPattern = _batches.NextAsync(place, shape, _app.Engine.Version, default).AsTask();
        await Eventually.True(() => _app.Engine.ParkedFetches == 2);

        await _app.CreateTopicAsync("t2");

        (await Eventually.Ends(ofPattern)).Release();
        Assert.False(ofName.IsCompleted);
        await ProduceAsync(1);
        (await Eventually.Ends(ofName)).Release();
    }

    [Fact]
    public async Task LastWaiterLeaves_TheFetchEndsToo()
    {
        await _app.CreateTopicAsync("t");
        using var leaving = new CancellationTokenSource();
        var first = NextAsync(0, leaving.Token).AsTask();
        var second = NextAsync(0, leaving.Token).AsTask();
        await Eventually.True(() => _app.Engine.ParkedFetches == 1);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.Ends(first));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.Ends(second));
        await Eventually.True(() => _app.Engine.ParkedFetches == 0);
    }

    [Fact]
    public async Task OneOfTwoWaitersLeaves_TheOtherStillGetsTheBatch()
    {
        await _app.CreateTopicAsync("t");
        using var leaving = new CancellationTokenSource();
        var gone = NextAsync(0, leaving.Token).AsTask();
        var stays = NextAsync(0).AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.Ends(gone));

        await ProduceAsync(1);

        var batch = await Eventually.Ends(stays);
        Assert.Equal(1, batch.Count);
        batch.Release();
    }

    public Task InitializeAsync()
    {
        _batches = new SharedBatches(_app.Engine, new BatchRenderer(new Truncations(), _app.Services.GetRequiredService<RecordViews>()), _options, _metrics, _time);
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    public void Dispose()
    {
        _batches.Dispose();
        _metrics.Dispose();
    }

    private ValueTask<SharedBatch> NextAsync(long from, CancellationToken cancellationToken = default)
    {
        TopicHandle topic = _app.Engine.Resolve("t")!;
        var place = new ReadPositions([new ReadPosition(topic, null, [from])]);
        return _batches.NextAsync(place, new BatchShape(1024, 1 << 20, null, null, TimeSpan.FromSeconds(15)), null, cancellationToken);
    }

    private Task<System.Text.Json.JsonElement> ProduceAsync(int count) => _app.ProduceAsync("t", [.. Enumerable.Range(0, count).Select(n => $$"""{"value":{{n}}}""")]);
}
