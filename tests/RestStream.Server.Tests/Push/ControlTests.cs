using System.Text.Json;
using RestStream.Server.Push;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Push;

/// <summary>Credits, pause, resume, seek; slow readers; reconnects.</summary>
public sealed class ControlTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With();
    private HubClient _hub = null!;

    [Fact]
    public async Task Credits_OneIsOneBatch()
    {
        await ProduceAsync(0, 10);
        var stream = await _hub.SubscribeAsync("""{"topics":["t"],"from":"earliest","maxBatch":2,"credits":2}""");
        var id = await IdOf(stream);
        Assert.Equal([0, 1], Numbers(await stream.NextAsync("records")));
        Assert.Equal([2, 3], Numbers(await stream.NextAsync("records")));
        await Eventually.True(() => Metrics.Paused == 1);
        Assert.Equal(0, stream.Waiting);

        await _hub.InvokeAsync("Credit", id, "1");

        Assert.Equal([4, 5], Numbers(await stream.NextAsync("records")));
        await _hub.InvokeAsync("Credit", id, "2");
        Assert.Equal([6, 7], Numbers(await stream.NextAsync("records")));
        Assert.Equal([8, 9], Numbers(await stream.NextAsync("records")));
    }

    [Fact]
    public async Task CreditsZero_SendNoRecordsUntilSomeAreGiven()
    {
        await ProduceAsync(0, 1);
        var stream = await _hub.SubscribeAsync("""{"topics":["t"],"from":"earliest","credits":0}""");
        var id = await IdOf(stream);

        await _hub.InvokeAsync("Credit", id, "5");

        Assert.Equal([0], Numbers(await stream.NextAsync("records")));
    }

    [Fact]
    public async Task PauseAndResume_LoseAndRepeatNothing()
    {
        await _app.CreateTopicAsync("t");
        var stream = await _hub.SubscribeAsync("""{"topics":["t"]}""");
        var id = await IdOf(stream);
        await ProduceAsync(0, 3);
        var seen = new List<int>();
        while (seen.Count < 3) seen.AddRange(Numbers(await stream.NextAsync("records")));

        await _hub.InvokeAsync("Pause", id);
        await Eventually.True(() => Metrics.Paused == 1);
        await ProduceAsync(3, 6);
        Assert.Equal(0, stream.Waiting);
        await Eventually.True(() => _app.Engine.ParkedFetches == 0);
        await _hub.InvokeAsync("Resume", id);

        while (seen.Count < 6) seen.AddRange(Numbers(await stream.NextAsync("records")));
        Assert.Equal([0, 1, 2, 3, 4, 5], seen);
    }

    [Theory]
    [InlineData("""{"from":"2"}""")]
    [InlineData("\"2\"")]
    [InlineData("2")]
    public async Task Seek_RaisesTheEpochAndAnnouncesTheNewPlace(string to)
    {
        await ProduceAsync(0, 5);
        var stream = await _hub.SubscribeAsync("""{"topics":["t"]}""");
        var id = await IdOf(stream);

        var epoch = await _hub.InvokeAsync("Seek", id, to);

        Assert.Equal(1, epoch!.Value.GetInt32());
        var announced = await stream.NextAsync("subscribed");
        Assert.Equal(1, announced.GetProperty("epoch").GetInt32());
        Assert.Equal("""{"t":{"0":2}}""", announced.GetProperty("start").GetRawText());
        var frame = await stream.NextAsync("records");
        Assert.Equal(1, frame.GetProperty("epoch").GetInt32());
        Assert.Equal([2, 3, 4], Numbers(frame));
    }

    [Fact]
    public async Task Seek_WhilePausedToACursor_IsAnnouncedAndWaits()
    {
        await ProduceAsync(0, 5);
        var stream = await _hub.SubscribeAsync("""{"topics":["t"],"from":"earliest","maxBatch":2,"credits":1}""");
        var id = await IdOf(stream);
        var cursor = (await stream.NextAsync("records")).GetProperty("cursor").GetString();
        await _hub.InvokeAsync("Credit", id, "10");
        await stream.NextAsync("records");
        await _hub.InvokeAsync("Pause", id);

        await _hub.InvokeAsync("Seek", id, $$"""{"cursor":"{{cursor}}"}""");
        var announced = await stream.NextAsync("subscribed");
        await _hub.InvokeAsync("Resume", id);

        Assert.Equal("""{"t":{"0":2}}""", announced.GetProperty("start").GetRawText());
        Assert.Equal([2, 3], Numbers(await stream.NextAsync("records")));
    }

    [Fact]
    public async Task Seek_ToNowhere_IsRefusedAndTheStreamGoesOn()
    {
        await _app.CreateTopicAsync("t");
        var stream = await _hub.SubscribeAsync("""{"topics":["t"]}""");
        var id = await IdOf(stream);

        foreach (var (to, code) in new[] { ("99", "offset-out-of-range"), ("\"nonsense\"", "invalid-parameter"), ("{}", "invalid-parameter"), ("[]", "invalid-parameter"), ("""{"cursor":"AAAA"}""", "invalid-cursor") })
        {
            Assert.Equal(code, (await Assert.ThrowsAsync<HubCallException>(() => _hub.InvokeAsync("Seek", id, to))).Code);
        }

        await ProduceAsync(0, 1);
        Assert.Equal([0], Numbers(await stream.NextAsync("records")));
    }

    [Fact]
    public async Task SlowSubscription_WithCredits_HoldsUpNoOtherOfItsConnection()
    {
        await ProduceAsync(0, 50);
        var slow = await _hub.SubscribeAsync("""{"topics":["t"],"from":"earliest","maxBatch":1,"credits":1}""");
        var fast = await _hub.SubscribeAsync("""{"topics":["t"],"from":"earliest","maxBatch":1,"credits":100}""");

        var seen = new List<int>();
        while (seen.Count < 50) seen.AddRange(Numbers(await fast.NextAsync("records")));

        Assert.Equal(Enumerable.Range(0, 50), seen);
        await slow.NextAsync("records");
        Assert.Equal(0, slow.Waiting);
    }

    [Fact]
    public async Task ConnectionThatReadsNothing_HoldsUpNoOther()
    {
        var filler = new string('x', 20_000);
        for (var i = 0; i < 20; i++) await _app.ProduceAsync("t", [.. Enumerable.Range(i * 10, 10).Select(n => $$$"""{"value":{"n":{{{n}}},"filler":"{{{filler}}}"}}""")]);
        await using var stuck = await HubClient.ConnectAsync(_app.Address, reads: false);
        await stuck.SubscribeAsync("""{"topics":["t"],"from":"earliest"}""");

        var stream = await _hub.SubscribeAsync("""{"topics":["t"],"from":"earliest"}""");

        var seen = 0;
        while (seen < 200) seen += (await stream.NextAsync("records")).GetProperty("records").GetArrayLength();
        await ProduceAsync(200, 201);
        Assert.Equal([200], Numbers(await stream.NextAsync("records")));
    }

    [Fact]
    public async Task ReconnectWithTheLastCursor_LosesAndRepeatsNothing()
    {
        await _app.CreateTopicAsync("t-1", 3);
        await _app.CreateTopicAsync("t-2", 2);
        var seen = new List<int>();
        string? cursor = null;
        for (var round = 0; seen.Count < 200; round++)
        {
            if (round < 10) await ProduceBothAsync(round * 20);
            await using var hub = await HubClient.ConnectAsync(_app.Address);
            var stream = await hub.SubscribeAsync(cursor is null
                ? """{"topics":["t-*"],"from":"earliest","maxBatch":7}"""
                : $$"""{"topics":["t-*"],"cursor":"{{cursor}}","maxBatch":7}""");
            for (var i = 0; i < 2; i++)
            {
                var frame = await stream.NextAsync("records");
                cursor = frame.GetProperty("cursor").GetString();
                seen.AddRange(Numbers(frame));
                if (frame.GetProperty("lag").GetInt64() == 0) break;
            }
        }

        Assert.Equal(Enumerable.Range(0, 200), seen.Order());
    }

    [Fact]
    public async Task TruncatedCursor_IsToldInTheFirstFrame()
    {
        await ProduceAsync(0, 5);
        var cursor = (await _app.GetJsonAsync("/v1/topics/t/records?max=1")).GetProperty("next").GetString();
        using var truncated = await _app.PostAsync("/v1/topics/t/truncate", """{"partitions":[{"partition":0,"beforeOffset":3}]}""");

        var stream = await _hub.SubscribeAsync($$"""{"topics":["t"],"cursor":"{{cursor}}"}""");

        var first = await stream.NextAsync();
        Assert.Equal("""[{"topic":"t","partition":0,"from":1,"to":3,"reason":"truncated"}]""", first.GetProperty("gap").GetRawText());
        Assert.Equal([3, 4], Numbers(await stream.NextAsync("records")));
    }

    [Fact]
    public async Task TopicOfAPatternMadeAnew_IsReadFromItsStart()
    {
        await ProduceAsync(0, 5);
        var stream = await _hub.SubscribeAsync("""{"topics":["t*"]}""");
        await stream.NextAsync("subscribed");

        using var deleted = await _app.SendAsync(HttpMethod.Delete, "/v1/topics/t", null);
        await ProduceAsync(7, 8);

        Assert.Equal([7], Numbers(await stream.NextAsync("records")));
    }

    [Fact]
    public async Task NamedTopicDeleted_EndsTheStreamWithItsProblem()
    {
        await _app.CreateTopicAsync("t");
        var stream = await _hub.SubscribeAsync("""{"topics":["t"]}""");
        await stream.NextAsync("subscribed");

        using var deleted = await _app.SendAsync(HttpMethod.Delete, "/v1/topics/t", null);

        Assert.Equal("unknown-topic-or-partition", (await Assert.ThrowsAsync<HubCallException>(() => stream.NextAsync())).Code);
    }

    [Fact]
    public async Task ServerStops_LastFrameHasTheCursor()
    {
        var app = RestStreamApp.With();
        await app.ProduceAsync("t", """{"value":{"n":1}}""");
        await using var hub = await HubClient.ConnectAsync(app.Address);
        var stream = await hub.SubscribeAsync("""{"topics":["t"],"from":"earliest"}""");
        await stream.NextAsync("records");

        var stopping = app.DisposeAsync().AsTask();

        var last = await stream.NextAsync();
        Assert.Equal("shutting-down", last.GetProperty("ending").GetString());
        Assert.False(string.IsNullOrEmpty(last.GetProperty("cursor").GetString()));
        await stopping;
    }

    public async Task InitializeAsync() => _hub = await HubClient.ConnectAsync(_app.Address);

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _app.DisposeAsync();
    }

    private static async Task<string> IdOf(HubStream stream) => (await stream.NextAsync("subscribed")).GetProperty("subscription").GetRawText();

    private static List<int> Numbers(JsonElement frame) => [.. frame.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("value").GetProperty("n").GetInt32())];

    private Task<JsonElement> ProduceAsync(int from, int to) => _app.ProduceAsync("t", [.. Enumerable.Range(from, to - from).Select(n => $$$"""{"value":{"n":{{{n}}}}}""")]);

    private async Task ProduceBothAsync(int from)
    {
        await _app.ProduceAsync("t-1", [.. Enumerable.Range(from, 10).Select(n => $$$"""{"value":{"n":{{{n}}}},"partition":{{{n % 3}}}}""")]);
        await _app.ProduceAsync("t-2", [.. Enumerable.Range(from + 10, 10).Select(n => $$$"""{"value":{"n":{{{n}}}},"partition":{{{n % 2}}}}""")]);
    }

    private PushMetrics Metrics => (PushMetrics)_app.Services.GetService(typeof(PushMetrics))!;
}
