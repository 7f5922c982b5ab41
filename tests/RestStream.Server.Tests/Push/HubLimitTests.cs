using System.Net.WebSockets;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Push;

/// <summary>Bad input and too much of it.</summary>
public sealed class HubLimitTests : IAsyncLifetime
{
    // The clock stands still, so that the calls that are let pass can be counted: nothing is given back while they come.
    private readonly RestStreamApp _app = RestStreamApp.At(
        new ManualTimeProvider(),
        ("Push:MaxStreamsPerConnection", "2"), ("Push:MaxTopics", "3"), ("Push:MaxPartitions", "5"), ("Push:MaxMessageBytes", "20000"), ("Push:MaxInvocationsPerSecond", "100"));

    private HubClient _hub = null!;

    [Theory]
    [InlineData("{}", "validation-failed", "/topics")]
    [InlineData("5", "invalid-json", "")]
    [InlineData("null", "invalid-json", "")]
    [InlineData("""{"topics":[]}""", "validation-failed", "/topics")]
    [InlineData("""{"topics":[5]}""", "validation-failed", "/topics/0")]
    [InlineData("""{"topics":["a b"]}""", "validation-failed", "/topics/0")]
    [InlineData("""{"topics":["\ud800"]}""", "validation-failed", "/topics/0")]
    [InlineData("""{"topics":["a","b","c","d"]}""", "validation-failed", "/topics")]
    [InlineData("""{"topics":["none"]}""", "unknown-topic-or-partition", null)]
    [InlineData("""{"topics":["t"],"partitions":[7]}""", "unknown-topic-or-partition", null)]
    [InlineData("""{"topics":["t"],"partitions":[-1]}""", "validation-failed", "/partitions")]
    [InlineData("""{"topics":["t"],"partitions":[]}""", "validation-failed", "/partitions")]
    [InlineData("""{"topics":["t*"],"partitions":[0]}""", "validation-failed", "/partitions")]
    [InlineData("""{"topics":["t"],"partitions":["0"]}""", "invalid-json", "/partitions/0")]
    [InlineData("""{"topics":["t"],"from":"yesterday"}""", "invalid-parameter", "/from")]
    [InlineData("""{"topics":["t"],"from":99}""", "offset-out-of-range", "/partitions/0")]
    [InlineData("""{"topics":["t"],"cursor":"nonsense"}""", "invalid-cursor", "cursor")]
    [InlineData("""{"topics":["t"],"maxBatch":0}""", "validation-failed", "/maxBatch")]
    [InlineData("""{"topics":["t"],"credits":-1}""", "validation-failed", "/credits")]
    [InlineData("""{"topics":["t"],"surprise":1}""", "invalid-json", "/surprise")]
    [InlineData("""{"topics":["t"],"filter":"value.mag >"}""", "invalid-filter", "/filter")]
    [InlineData("""{"topics":["big"]}""", "validation-failed", "/topics")]
    [InlineData("""{"topics":["m*"]}""", "validation-failed", "/topics")]
    public async Task BadRequest_IsTheProblemThatRestWouldAnswer(string request, string code, string? pointer)
    {
        await _app.CreateTopicAsync("t");
        await _app.CreateTopicAsync("big", 6);
        for (var i = 0; i < 4; i++) await _app.CreateTopicAsync($"m{i}");
        var stream = await _hub.SubscribeAsync(request);

        var refused = await Assert.ThrowsAsync<HubCallException>(() => stream.NextAsync());

        Assert.Equal(code, refused.Code);
        if (pointer is not null) Assert.Equal(pointer, refused.Problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Theory]
    [InlineData("Credit", "\"9\"", "1", "unknown-subscription")]
    [InlineData("Credit", "9", "1", "invalid-parameter")]
    [InlineData("Pause", "\"9\"", null, "unknown-subscription")]
    [InlineData("Resume", "{}", null, "invalid-parameter")]
    [InlineData("Seek", "\"9\"", "1", "unknown-subscription")]
    public async Task CallOfAnUnknownSubscription_IsRefused(string method, string first, string? second, string code)
    {
        var refused = await Assert.ThrowsAsync<HubCallException>(() => second is null ? _hub.InvokeAsync(method, first) : _hub.InvokeAsync(method, first, second));

        Assert.Equal(code, refused.Code);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("\"1\"")]
    [InlineData("99999999999")]
    public async Task CreditsThatAreNone_AreRefused(string count)
    {
        await _app.CreateTopicAsync("t");
        var stream = await _hub.SubscribeAsync("""{"topics":["t"],"credits":1}""");
        var id = (await stream.NextAsync("subscribed")).GetProperty("subscription").GetRawText();

        Assert.Equal("invalid-parameter", (await Assert.ThrowsAsync<HubCallException>(() => _hub.InvokeAsync("Credit", id, count))).Code);
    }

    [Fact]
    public async Task CreditsOfASubscriptionWithout_AreRefused()
    {
        await _app.CreateTopicAsync("t");
        var stream = await _hub.SubscribeAsync("""{"topics":["t"]}""");
        var id = (await stream.NextAsync("subscribed")).GetProperty("subscription").GetRawText();

        Assert.Equal("validation-failed", (await Assert.ThrowsAsync<HubCallException>(() => _hub.InvokeAsync("Credit", id, "1"))).Code);
    }

    [Fact]
    public async Task WrongMethodOrArguments_AreToldAndTheConnectionStays()
    {
        Assert.Contains("does not exist", (await Assert.ThrowsAsync<HubCallException>(() => _hub.InvokeAsync("Nothing"))).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("argument", (await Assert.ThrowsAsync<HubCallException>(() => _hub.InvokeAsync("Pause"))).Message, StringComparison.OrdinalIgnoreCase);

        Assert.Equal("unknown-subscription", (await Assert.ThrowsAsync<HubCallException>(() => _hub.InvokeAsync("Pause", "\"1\""))).Code);
    }

    [Fact]
    public async Task TooManyStreams_AreRefusedUntilOneEnds()
    {
        await _app.CreateTopicAsync("t");
        var first = await _hub.SubscribeAsync("""{"topics":["t"]}""");
        var second = await _hub.SubscribeAsync("""{"topics":["t"]}""");
        await first.NextAsync("subscribed");
        await second.NextAsync("subscribed");

        var third = await _hub.SubscribeAsync("""{"topics":["t"]}""");
        Assert.Equal("too-many-requests", (await Assert.ThrowsAsync<HubCallException>(() => third.NextAsync())).Code);

        await first.CancelAsync();
        await first.ResultAsync();
        var fourth = await _hub.SubscribeAsync("""{"topics":["t"]}""");
        await fourth.NextAsync("subscribed");
    }

    [Fact]
    public async Task MessageTooLarge_EndsTheConnectionAndSaysWhy()
    {
        await _hub.SendAsync("\"" + new string('x', 30_000) + "\"");

        var close = await Eventually.Ends(_hub.Closed);

        Assert.Contains("maximum message size of 20000B was exceeded", close.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "Pause", "\"1\"")]
    [InlineData(1, "Nothing", "")]
    [InlineData(1, "Pause", "")]
    [InlineData(1, "Subscribe", "{}")]
    [InlineData(4, "Pause", "\"1\"")]
    [InlineData(4, "Nothing", "")]
    public async Task InvocationFlood_IsRefusedAndThenCutOff(int type, string target, string arguments)
    {
        var calls = new List<Task<bool>>();
        for (var i = 0; i < 300; i++) calls.Add(IsRefusedAsync());
        Assert.Equal(100, (await Task.WhenAll(calls)).Count(isRefused => isRefused));

        await Eventually.True(async () =>
        {
            for (var i = 0; i < 100 && !_hub.Closed.IsCompleted; i++) await SendAsync();
            return _hub.Closed.IsCompleted;
        });

        async Task<bool> IsRefusedAsync()
        {
            var call = type == 4 ? await _hub.StreamAsync(target, arguments) : await _hub.CallAsync(target, arguments);
            var error = await Assert.ThrowsAsync<HubCallException>(() => call.ResultAsync());
            return error.Message.Contains("too-many-requests", StringComparison.Ordinal);
        }

        async Task SendAsync()
        {
            try
            {
                await _hub.SendAsync($$"""{"type":{{type}},"invocationId":"x","target":"{{target}}","arguments":[{{arguments}}]}""");
            }
            catch (WebSocketException)
            {
                // The connection is closed.
            }
        }
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task ForeignPage_MayNotConnect(string header, string value)
    {
        await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(_app.Address, headers: (header, value)));
        using var events = await _app.SendAsync(HttpMethod.Get, "/hubs/stream?id=x", null, accept: "text/event-stream", headers: (header, value));
        await events.ProblemAsync("foreign-origin");
    }

    public async Task InitializeAsync() => _hub = await HubClient.ConnectAsync(_app.Address);

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _app.DisposeAsync();
    }
}
