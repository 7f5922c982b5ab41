using System.Buffers.Binary;
using System.Text.Json;
using RestStream.Core.Fetch;
using RestStream.Server.Tests.Push;
using RestStream.Server.Tests.Records;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Filters;

/// <summary>The same filter on pages, streams and the hub.</summary>
public sealed class FilteredReadTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With(("Limits:StreamPingInterval", "50ms"), ("Push:IdleInterval", "50ms"));

    [Fact]
    public async Task Page_HasWhatIsWantedAndSaysHowManyWereScanned()
    {
        await ProduceAsync(0, 100);

        var page = await _app.GetJsonAsync("/v1/topics/t/records?filter=" + Uri.EscapeDataString("value.n >= 10 && key.endsWith('5')"));

        Assert.Equal([15, 25, 35, 45, 55, 65, 75, 85, 95], Numbers(page));
        Assert.Equal(100, page.GetProperty("scanned").GetInt32());
    }

    [Fact]
    public async Task Page_MaxScan_EndsItEarlyAndNextGoesOn()
    {
        await ProduceAsync(0, 100);
        var seen = new List<int>();
        var path = "/v1/topics/t/records?maxScan=30&filter=value.n%20in%20[5,55,99]";
        var (cursor, pages) = ("", 0);
        while (pages < 4)
        {
            var page = await _app.GetJsonAsync(path + cursor);
            cursor = "&cursor=" + page.GetProperty("next").GetString();
            Assert.Equal(pages++ < 3 ? 30 : 10, page.GetProperty("scanned").GetInt32());
            seen.AddRange(Numbers(page));
        }

        Assert.Equal([5, 55, 99], seen);
    }

    [Fact]
    public async Task Page_Max_EndsBehindTheLastThatWasGiven()
    {
        await ProduceAsync(0, 100);

        var first = await _app.GetJsonAsync("/v1/topics/t/records?max=2&filter=value.n>50");
        var second = await _app.GetJsonAsync("/v1/topics/t/records?max=2&filter=value.n>50&cursor=" + first.GetProperty("next").GetString());

        Assert.Equal([51, 52], Numbers(first));
        Assert.Equal([53, 54], Numbers(second));
    }

    [Fact]
    public async Task BatchThatCannotBeDecoded_EndsThePageBeforeItAndIsToldByTheNext()
    {
        await using var app = RestStreamApp.Over(engine => new ThrowingEngine(engine) { OnFetch = fetched => Undecodable(fetched, baseOffset: 1) });
        await app.ProduceAsync("t", """{"value":0}""");
        await app.ProduceAsync("t", """{"value":1}""");

        var page = await Eventually.Ends(app.GetJsonAsync("/v1/topics/t/records?filter=value>5"));
        using var next = await Eventually.Ends(app.Client.GetAsync("/v1/topics/t/records?filter=value>5&cursor=" + page.GetProperty("next").GetString()));

        Assert.Equal(1, page.GetProperty("scanned").GetInt32());
        await next.ProblemAsync("unsupported-compression-type");
    }

    [Fact]
    public async Task LongPoll_WaitsForARecordThatIsWanted()
    {
        await ProduceAsync(0, 10);
        var poll = _app.GetJsonAsync("/v1/topics/t/records?wait=60s&filter=value.n==30");
        await Eventually.True(() => _app.Engine.ParkedFetches == 1);

        await ProduceAsync(10, 30);
        await ProduceAsync(30, 31);

        Assert.Equal([30], Numbers(await Eventually.Ends(poll)));
    }

    [Fact]
    public async Task LongPoll_NothingWanted_EndsWithTheWait()
    {
        await ProduceAsync(0, 10);

        var page = await _app.GetJsonAsync("/v1/topics/t/records?wait=100ms&filter=value.n==30");

        Assert.Empty(Numbers(page));
        Assert.Equal(10, page.GetProperty("partitions")[0].GetProperty("nextOffset").GetInt64());
    }

    [Fact]
    public async Task Ndjson_HasWhatIsWanted()
    {
        await ProduceAsync(0, 100);

        using var response = await _app.GetAsync("/v1/topics/t/records?from=earliest&max=3&filter=value.n>%3D40", "application/x-ndjson");

        Assert.Equal(3, (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.Contains("\"n\":4", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Events_NothingWanted_TellHowFarTheFilterHasLooked()
    {
        await ProduceAsync(0, 100);
        var response = await _app.GetAsync("/v1/topics/t/records?from=earliest&filter=false", "text/event-stream");
        using var stream = new EventReader(response, await response.Content.ReadAsStreamAsync());
        var start = await stream.IdAsync();
        var later = await stream.IdAsync();

        var page = await _app.GetJsonAsync("/v1/topics/t/records?cursor=" + later);

        Assert.NotEqual(start, later);
        Assert.Equal(100, page.GetProperty("partitions")[0].GetProperty("nextOffset").GetInt64());
    }

    [Fact]
    public async Task Hub_HasWhatIsWantedAndIdlesBehindWhatIsNot()
    {
        await ProduceAsync(0, 100);
        await using var hub = await HubClient.ConnectAsync(_app.Address);
        var stream = await hub.SubscribeAsync("""{"topics":["t"],"from":"earliest","filter":"value.n in [7, 77]"}""");

        var frame = await stream.NextAsync("records");
        var idle = await stream.NextAsync("idle");

        Assert.Equal([7, 77], Numbers(frame));
        Assert.Equal(0, idle.GetProperty("lag").GetInt64());
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    [InlineData("application/x-ndjson")]
    public async Task WrongFilter_Returns400WithTheColumn(string accept)
    {
        await _app.CreateTopicAsync("t");

        using var response = await _app.GetAsync("/v1/topics/t/records?filter=value.n%20=%204", accept);

        var problem = await response.ProblemAsync("invalid-filter");
        Assert.Contains("Column 9", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("filter", problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task WrongFilter_OnTheHub_IsTheSameProblem()
    {
        await _app.CreateTopicAsync("t");
        await using var hub = await HubClient.ConnectAsync(_app.Address);
        var stream = await hub.SubscribeAsync("""{"topics":["t"],"filter":"value.n = 4"}""");

        var refused = await Assert.ThrowsAsync<HubCallException>(() => stream.NextAsync());

        Assert.Equal("invalid-filter", refused.Code);
        Assert.Contains("Column 9", refused.Problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    // The batch at an offset gets a codec that nobody has.
    private static FetchResult Undecodable(FetchResult fetched, long baseOffset) => fetched.Select([.. fetched.Partitions.Select(partition =>
    {
        var bytes = partition.Batches.ToArray();
        for (var at = 0; at < bytes.Length; at += 12 + BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at + 8)))
        {
            if (BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(at)) == baseOffset) bytes[at + 22] |= 7;
        }

        return partition with { Batches = bytes };
    })]);

    private Task<JsonElement> ProduceAsync(int from, int to) =>
        _app.ProduceAsync("t", [.. Enumerable.Range(from, to - from).Select(i => $$$"""{"key":"k{{{i}}}","value":{"n":{{{i}}}}}""")]);

    private static List<int> Numbers(JsonElement page) => [.. page.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("value").GetProperty("n").GetInt32())];
}
