using System.Text.Json;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Push;

public sealed class SubscribeTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With();
    private HubClient _hub = null!;

    [Fact]
    public async Task FirstFrame_SaysWhereItStarts()
    {
        await _app.CreateTopicAsync("t", 2);
        await _app.ProduceAsync("t", """{"value":1,"partition":1}""", """{"value":2,"partition":1}""");

        var stream = await _hub.SubscribeAsync("""{"topics":["t"]}""");

        var first = await stream.NextAsync();
        Assert.Equal("subscribed", first.GetProperty("type").GetString());
        Assert.Equal("""{"t":{"0":0,"1":2}}""", first.GetProperty("start").GetRawText());
        Assert.Equal("""{"t":{"0":0,"1":2}}""", first.GetProperty("highWatermark").GetRawText());
        Assert.Equal(0, first.GetProperty("lag").GetInt64());
        Assert.Equal(0, first.GetProperty("epoch").GetInt32());
        Assert.Equal(JsonValueKind.Null, first.GetProperty("gap").ValueKind);
        Assert.False(string.IsNullOrEmpty(first.GetProperty("cursor").GetString()));
    }

    [Fact]
    public async Task Records_ComeWithTopicCursorHighWatermarkAndLag()
    {
        await _app.ProduceAsync("t", """{"key":"a","value":{"x": 1.50},"headers":[{"name":"h","value":"v"}]}""", """{"value":2}""");

        var stream = await _hub.SubscribeAsync("""{"topics":"t","from":"earliest","maxBatch":1}""");

        var frame = await stream.NextAsync("records");
        var record = Assert.Single(frame.GetProperty("records").EnumerateArray());
        Assert.Equal("t", record.GetProperty("topic").GetString());
        Assert.Equal("""{"x": 1.50}""", record.GetProperty("value").GetRawText());
        Assert.Equal("""{"t":{"0":2}}""", frame.GetProperty("highWatermark").GetRawText());
        Assert.Equal(1, frame.GetProperty("lag").GetInt64());
        var second = await stream.NextAsync("records");
        Assert.Equal(1, second.GetProperty("records")[0].GetProperty("offset").GetInt64());
        Assert.Equal(0, second.GetProperty("lag").GetInt64());
    }

    [Fact]
    public async Task Cursor_OfAFrame_IsRestsCursorToo()
    {
        await _app.ProduceAsync("t", """{"value":1}""", """{"value":2}""", """{"value":3}""");
        var stream = await _hub.SubscribeAsync("""{"topics":["t"],"from":"earliest","maxBatch":2}""");
        var cursor = (await stream.NextAsync("records")).GetProperty("cursor").GetString();

        var page = await _app.GetJsonAsync($"/v1/topics/t/records?cursor={cursor}");

        Assert.Equal(2, Assert.Single(page.GetProperty("records").EnumerateArray()).GetProperty("offset").GetInt64());
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"from\":\"latest\"")]
    public async Task CursorOfOneTopicThatWasMadeAnew_IsToldAsAGapAndReadFromItsStart(string more)
    {
        await _app.ProduceAsync("t", """{"value":1}""", """{"value":2}""");
        var before = await _hub.SubscribeAsync("""{"topics":["t"],"from":"earliest"}""");
        var cursor = (await before.NextAsync("records")).GetProperty("cursor").GetString();
        (await _app.Client.DeleteAsync("/v1/topics/t")).EnsureSuccessStatusCode();
        await _app.ProduceAsync("t", """{"value":3}""");

        var stream = await _hub.SubscribeAsync($$"""{"topics":["t"],"cursor":"{{cursor}}"{{more}}}""");

        var gap = Assert.Single((await stream.NextAsync("subscribed")).GetProperty("gap").EnumerateArray());
        Assert.Equal("recreated", gap.GetProperty("reason").GetString());
        Assert.Equal(3, (await stream.NextAsync("records")).GetProperty("records")[0].GetProperty("value").GetInt32());
    }

    [Fact]
    public async Task Pattern_TakesTopicsThatAreMadeLaterFromTheirStart()
    {
        await _app.CreateTopicAsync("trucks-1");
        await _app.CreateTopicAsync("cars");
        var stream = await _hub.SubscribeAsync("""{"topics":["trucks-*"]}""");
        await stream.NextAsync("subscribed");

        await _app.ProduceAsync("cars", """{"value":0}""");
        await _app.ProduceAsync("trucks-2", """{"value":1}""");
        await _app.ProduceAsync("trucks-1", """{"value":2}""");

        var seen = new List<(string, int)>();
        while (seen.Count < 2)
        {
            var frame = await stream.NextAsync("records");
            seen.AddRange(frame.GetProperty("records").EnumerateArray().Select(record => (record.GetProperty("topic").GetString()!, record.GetProperty("value").GetInt32())));
        }

        Assert.Equal([("trucks-1", 2), ("trucks-2", 1)], seen.Order());
    }

    [Fact]
    public async Task Pattern_WithoutATopicYet_Waits()
    {
        var stream = await _hub.SubscribeAsync("""{"topics":["later*"]}""");
        Assert.Equal("{}", (await stream.NextAsync("subscribed")).GetProperty("start").GetRawText());

        await _app.ProduceAsync("later-1", """{"value":1}""");

        Assert.Equal(1, (await stream.NextAsync("records")).GetProperty("records")[0].GetProperty("value").GetInt32());
    }

    [Fact]
    public async Task Partitions_ReadOnlyThese()
    {
        await _app.CreateTopicAsync("t", 3);
        var stream = await _hub.SubscribeAsync("""{"topics":["t"],"partitions":[2]}""");
        Assert.Equal("""{"t":{"2":0}}""", (await stream.NextAsync("subscribed")).GetProperty("start").GetRawText());

        await _app.ProduceAsync("t", """{"value":0,"partition":0}""", """{"value":2,"partition":2}""");

        var records = (await stream.NextAsync("records")).GetProperty("records");
        Assert.Equal(2, Assert.Single(records.EnumerateArray()).GetProperty("value").GetInt32());
    }

    [Fact]
    public async Task SubscribersAtOnePlace_ShareOneFetch()
    {
        await _app.CreateTopicAsync("t");
        var streams = new List<HubStream>();
        for (var i = 0; i < 5; i++) streams.Add(await _hub.SubscribeAsync("""{"topics":["t"]}"""));
        foreach (var stream in streams) await stream.NextAsync("subscribed");
        await Eventually.True(() => _app.Engine.ParkedFetches == 1);

        await _app.ProduceAsync("t", """{"value":1}""");

        foreach (var stream in streams) Assert.Equal(1, (await stream.NextAsync("records")).GetProperty("records")[0].GetProperty("value").GetInt32());
        await Eventually.True(() => _app.Engine.ParkedFetches == 1);
        foreach (var stream in streams) await stream.CancelAsync();
        await Eventually.True(() => _app.Engine.ParkedFetches == 0);
    }

    public async Task InitializeAsync() => _hub = await HubClient.ConnectAsync(_app.Address);

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _app.DisposeAsync();
    }
}
