using System.Text.Json;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Groups;

public sealed class NackTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With();

    [Fact]
    public async Task Nack_DeliversAgainFromThere_AndWhatWasBeforeCountsAsProcessed()
    {
        await ProduceAsync(3);
        var member = new Member(_app, "billing", """["quakes"]""");
        await member.PollAsync(wait: "0");

        var again = await member.PollAsync(NackOf(1), "0");

        Assert.Equal([1, 2], Member.Values(again));
        Assert.Equal((1, "reststream:deliveries=1"), Committed());
    }

    [Fact]
    public async Task DeliveredOftenEnough_GoesToTheDeadLetterTopic_AndConsumptionGoesOn()
    {
        await _app.ProduceAsync("quakes", """{"value":0,"key":"k","headers":[{"name":"src","value":"usgs"}]}""", """{"value":1}""");
        var member = new Member(_app, "billing", """["quakes"]""");
        await member.PollAsync("\"maxDeliveries\":2", "0");
        Assert.Equal([0, 1], Member.Values(await member.PollAgainAsync(NackOf(0), "0")));

        var next = await member.PollAgainAsync(NackOf(0), "0");

        Assert.Equal([1], Member.Values(next));
        Assert.Equal((1, ""), Committed());
        var letter = Assert.Single(await LettersAsync());
        Assert.Equal("k", letter.GetProperty("key").GetString());
        Assert.Equal(0, letter.GetProperty("value").GetInt32());
        var headers = letter.GetProperty("headers").EnumerateArray().ToDictionary(header => header.GetProperty("name").GetString()!, header => header.GetProperty("value").GetString());
        Assert.Equal("usgs", headers["src"]);
        Assert.Equal("quakes", headers["reststream.dlq.topic"]);
        Assert.Equal("0", headers["reststream.dlq.partition"]);
        Assert.Equal("0", headers["reststream.dlq.offset"]);
        Assert.Equal("billing", headers["reststream.dlq.group"]);
        Assert.Equal("2", headers["reststream.dlq.deliveries"]);
        Assert.Equal("no such place", headers["reststream.dlq.reason"]);
        Assert.Equal("true", _app.Engine.Find("quakes.billing.dlq")!.Config["reststream.dead.letter"]);
    }

    [Fact]
    public async Task Count_SurvivesARestart()
    {
        using var directory = new TempDirectory();
        string? id;
        await using (var before = new RestStreamApp(directory.Path))
        {
            await before.ProduceAsync("quakes", """{"value":0}""", """{"value":1}""");
            var member = new Member(before, "billing", """["quakes"]""");
            await member.PollAsync("\"maxDeliveries\":2", "0");
            await member.PollAgainAsync(NackOf(0), "0");
            id = member.Id;
        }

        await using var after = new RestStreamApp(directory.Path);
        await Eventually.True(() => after.Engine.Groups.Offsets("billing").IsSuccess);
        using var polled = await after.PostAsync("/v1/groups/billing/poll", $$"""{"member":"{{id}}"}""");
        await polled.JsonAsync(200);
        using var nacked = await after.PostAsync("/v1/groups/billing/poll", $$"""{"member":"{{id}}",{{NackOf(0)}}}""");

        Assert.Equal([1], Member.Values(await nacked.JsonAsync(200)));
        Assert.NotNull(after.Engine.Find("quakes.billing.dlq"));
    }

    [Fact]
    public async Task Expiry_RaisesTheCountToo()
    {
        await ProduceAsync(1);
        var a = new Member(_app, "billing", """["quakes"]""");
        await a.PollAsync("\"maxDeliveries\":2,\"sessionTimeout\":\"1s\"", "0");
        var b = new Member(_app, "billing", """["quakes"]""");
        await b.PollUntilAsync(polled => Member.Values(polled).Any());
        Assert.Equal((0, "reststream:deliveries=1"), Committed());

        var next = await b.PollAgainAsync(NackOf(0), "0");

        Assert.Empty(Member.Values(next));
        Assert.Single(await LettersAsync());
    }

    [Fact]
    public async Task ExpiredTwiceWithManyRecords_TheyAreDeliveredOneAtATime_AndOnlyTheGuiltyOneIsADeadLetter()
    {
        var time = new ManualTimeProvider();
        await using var app = RestStreamApp.At(time);
        await ProduceAsync(app, 4);
        for (var life = 0; life < 2; life++)
        {
            var victim = new Member(app, "billing", """["quakes"]""");
            await victim.PollUntilAsync(polled => Member.Values(polled).Count() == 4, "\"maxDeliveries\":3,\"sessionTimeout\":\"1s\"");
            await ExpireAsync();
        }

        var survivor = new Member(app, "billing", """["quakes"]""");
        Assert.Equal([0], Member.Values(await survivor.PollAsync("\"sessionTimeout\":\"1s\"")));
        Assert.Equal([1], Member.Values(await survivor.PollAsync()));
        await ExpireAsync();
        for (var life = 0; life < 2; life++)
        {
            var victim = new Member(app, "billing", """["quakes"]""");
            Assert.Equal([1], Member.Values(await victim.PollAsync("\"sessionTimeout\":\"1s\"")));
            await ExpireAsync();
        }

        Assert.Equal([2], Member.Values(await new Member(app, "billing", """["quakes"]""").PollAsync()));
        Assert.Equal(1, Assert.Single(await LettersAsync(app)).GetProperty("value").GetInt32());

        Task ExpireAsync() => Eventually.True(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return app.Engine.Groups.Describe("billing").Value!.Members.Count == 0;
        });
    }

    [Fact]
    public async Task NackOfWhatWasNotDelivered_IsRefused_AndNothingIsApplied()
    {
        await ProduceAsync(3);
        var member = new Member(_app, "billing", """["quakes"]""");
        await member.PollAsync("\"max\":1", "0");

        using var beyond = await member.TryPollAsync(NackOf(2));
        using var foreign = await member.TryPollAsync("\"nack\":[{\"topic\":\"quakes\",\"partition\":7,\"offset\":0}]");
        using var incomplete = await member.TryPollAsync("\"nack\":[{\"topic\":\"quakes\",\"offset\":0}]");

        await beyond.ProblemAsync("offset-out-of-range");
        await foreign.ProblemAsync("stale-ack");
        await incomplete.ProblemAsync("validation-failed");
        Assert.Empty(_app.Engine.Groups.Offsets("billing").Value!);
    }

    [Fact]
    public async Task NamesThatATopicCannotHave_AreReplacedAndHashed()
    {
        await ProduceAsync(1);
        var group = Uri.EscapeDataString("büro 7/" + new string('x', 230));
        var member = new Member(_app, group, """["quakes"]""");
        await member.PollAsync("\"maxDeliveries\":1", "0");

        await member.PollAgainAsync(NackOf(0), "0");

        var made = _app.Engine.List(null, 10, false).Select(topic => topic.Name).Single(name => name.EndsWith(".dlq", StringComparison.Ordinal));
        Assert.StartsWith("quakes.b_ro_7_xxx", made);
        Assert.Equal(249, made.Length);
        Assert.Matches("-[0-9a-f]{8}\\.dlq$", made);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _app.DisposeAsync();

    private static string NackOf(long offset) => $$"""  "nack":[{"topic":"quakes","partition":0,"offset":{{offset}},"reason":"no such place"}] """;

    private Task<JsonElement> ProduceAsync(int count) => ProduceAsync(_app, count);

    private static Task<JsonElement> ProduceAsync(RestStreamApp app, int count) => app.ProduceAsync("quakes", [.. Enumerable.Range(0, count).Select(i => $$"""{"value":{{i}}}""")]);

    private (long NextOffset, string Metadata) Committed()
    {
        var offset = Assert.Single(_app.Engine.Groups.Offsets("billing").Value!);
        return (offset.NextOffset, offset.Metadata);
    }

    private Task<List<JsonElement>> LettersAsync() => LettersAsync(_app);

    private static async Task<List<JsonElement>> LettersAsync(RestStreamApp app) => [.. (await app.GetJsonAsync("/v1/topics/quakes.billing.dlq/records")).GetProperty("records").EnumerateArray()];
}
