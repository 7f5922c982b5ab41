using System.Text.Json;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Push;

public sealed class JoinGroupTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With();
    private HubClient _hub = null!;

    [Fact]
    public async Task Member_IsToldWhatItOwnsAndSentItsRecords()
    {
        await _app.CreateTopicAsync("t", 2);
        await ProduceAsync(0, 6);

        var stream = await JoinAsync();

        var assigned = await stream.NextAsync();
        Assert.Equal("assigned", assigned.GetProperty("type").GetString());
        Assert.Equal([0, 1], Owned(assigned));
        Assert.False(string.IsNullOrEmpty(assigned.GetProperty("member").GetString()));
        Assert.True(assigned.GetProperty("generation").GetInt32() > 0);
        Assert.Equal([0, 1, 2, 3, 4, 5], await NumbersAsync(stream, 6));
    }

    [Fact]
    public async Task Committed_IsNotDeliveredAgainAndTheRestIs()
    {
        await _app.CreateTopicAsync("t");
        await ProduceAsync(0, 6);
        var stream = await JoinAsync();
        var id = (await stream.NextAsync("assigned")).GetProperty("subscription").GetRawText();
        await NumbersAsync(stream, 6);

        await _hub.InvokeAsync("Commit", id, """[{"topic":"t","partition":0,"nextOffset":4}]""");
        await stream.CancelAsync();
        await Eventually.True(async () => (await _app.GetJsonAsync("/v1/groups/g")).GetProperty("state").GetString() == "Empty");

        Assert.Equal([4, 5], await NumbersAsync(await JoinAsync(), 2));
    }

    [Fact]
    public async Task CommitOfNull_IsAllThatWasSent()
    {
        await _app.CreateTopicAsync("t");
        await ProduceAsync(0, 6);
        var stream = await JoinAsync();
        var id = (await stream.NextAsync("assigned")).GetProperty("subscription").GetRawText();
        await NumbersAsync(stream, 6);

        await _hub.InvokeAsync("Commit", id, "null");

        Assert.Equal(6, (await _app.GetJsonAsync("/v1/groups/g")).GetProperty("offsets")[0].GetProperty("nextOffset").GetInt64());
    }

    [Fact]
    public async Task Auto_CommitsWhatIsSent()
    {
        await _app.CreateTopicAsync("t");
        await ProduceAsync(0, 6);
        var stream = await JoinAsync(",\"commit\":\"auto\"");
        await NumbersAsync(stream, 6);

        Assert.Equal(6, (await _app.GetJsonAsync("/v1/groups/g")).GetProperty("offsets")[0].GetProperty("nextOffset").GetInt64());
    }

    [Fact]
    public async Task Auto_CommitIsRefused_WhatIsStillOwnedIsReadAgainAndTheCreditIsNotSpent()
    {
        OneRefusedCommit consumers = null!;
        await using var app = RestStreamApp.Over(engine => new ThrowingEngine(engine) { OtherConsumers = consumers = new OneRefusedCommit(engine.Consumers) });
        await app.CreateTopicAsync("t", 2);
        await app.ProduceAsync("t", """{"value":0,"partition":0}""", """{"value":1,"partition":1}""");
        await using var hub = await HubClient.ConnectAsync(app.Address);

        var stream = await hub.StreamAsync("JoinGroup", """{"group":"g","topics":["t"],"commit":"auto","credits":1}""");

        Assert.Equal([0, 1], await NumbersAsync(stream, 2));
        Assert.Equal(2, consumers.Commits);
    }

    [Fact]
    public async Task PartitionIsLostBeforeItsBatchIsSent_BatchIsReadAgainAndNothingOfItIsCommitted()
    {
        LostPartition consumers = null!;
        await using var app = RestStreamApp.Over(engine => new ThrowingEngine(engine) { OtherConsumers = consumers = new LostPartition(engine.Consumers) });
        await app.CreateTopicAsync("t", 2);
        await app.ProduceAsync("t", """{"value":0,"partition":0}""", """{"value":1,"partition":1}""");
        await using (var hub = await HubClient.ConnectAsync(app.Address))
        {
            var stream = await hub.StreamAsync("JoinGroup", """{"group":"g","topics":["t"],"credits":1}""");
            var id = (await stream.NextAsync("assigned")).GetProperty("subscription").GetRawText();

            // What is still owned comes with the one credit, which the withdrawn batch did not spend.
            Assert.Equal([0], await NumbersAsync(stream, 1));
            Assert.Equal(2, consumers.Deliveries);
            await hub.InvokeAsync("Commit", id, "null");
        }

        // The lost one waits for whoever gets it.
        await Eventually.True(async () => (await app.GetJsonAsync("/v1/groups/g")).GetProperty("state").GetString() == "Empty");
        Assert.Equal([(0, 1)], await CommittedAsync(app));
        consumers.Regain();
        await using var other = await HubClient.ConnectAsync(app.Address);
        Assert.Equal([1], await NumbersAsync(await other.StreamAsync("JoinGroup", """{"group":"g","topics":["t"]}"""), 1));
    }

    [Fact]
    public async Task SecondMember_TakesOverPartitionsThatTheFirstIsToldItLost()
    {
        await _app.CreateTopicAsync("t", 2);
        var first = await JoinAsync();
        Assert.Equal([0, 1], Owned(await first.NextAsync("assigned")));
        await using var other = await HubClient.ConnectAsync(_app.Address);

        var second = await other.StreamAsync("JoinGroup", """{"group":"g","topics":["t"]}""");

        var lost = Assert.Single((await first.NextAsync("revoked")).GetProperty("partitions").EnumerateArray()).GetProperty("partition").GetInt32();
        JsonElement got;
        do got = await second.NextAsync("assigned");
        while (Owned(got).Count == 0);
        Assert.Equal([lost], Owned(got));
        await ProduceAsync(0, 2);
        Assert.Equal([1 - lost], await NumbersAsync(first, 1));
        Assert.Equal([lost], await NumbersAsync(second, 1));
    }

    [Fact]
    public async Task ConnectionLost_PartitionsGoToOthersAtOnceAndWhatWasNotCommittedIsDeliveredAgain()
    {
        await _app.CreateTopicAsync("t");
        await ProduceAsync(0, 3);
        await using (var other = await HubClient.ConnectAsync(_app.Address))
        {
            var lost = await other.StreamAsync("JoinGroup", """{"group":"g","topics":["t"]}""");
            await NumbersAsync(lost, 3);
        }

        // SignalR gives a silent client up after 30 s by itself.
        Assert.Equal([0, 1, 2], await Eventually.Ends(NumbersAsync(await JoinAsync(), 3), TimeSpan.FromSeconds(25)));
    }

    [Fact]
    public async Task Credits_PaceAMember()
    {
        await _app.CreateTopicAsync("t");
        await ProduceAsync(0, 4);
        var stream = await JoinAsync(",\"credits\":1,\"maxBatch\":2");
        var id = (await stream.NextAsync("assigned")).GetProperty("subscription").GetRawText();
        Assert.Equal([0, 1], await NumbersAsync(stream, 2));
        Assert.Equal(0, stream.Waiting);

        await _hub.InvokeAsync("Credit", id, "1");

        Assert.Equal([2, 3], await NumbersAsync(stream, 2));
    }

    [Theory]
    [InlineData("{}", "validation-failed", "/topics")]
    [InlineData("""{"topics":["t"]}""", "validation-failed", "/group")]
    [InlineData("""{"group":"","topics":["t"]}""", "invalid-group-id", null)]
    [InlineData("""{"group":"g","topics":["t"],"commit":"never"}""", "validation-failed", "/commit")]
    [InlineData("""{"group":"g","topics":["t"],"instance":""}""", "validation-failed", "/instance")]
    [InlineData("""{"group":"g","topics":["t"],"sessionTimeout":"soon"}""", "invalid-json", "/sessionTimeout")]
    [InlineData("""{"group":"g","topics":["t"],"from":"soon"}""", "invalid-parameter", "/from")]
    [InlineData("""{"group":"g","topics":["t"],"surprise":1}""", "invalid-json", "/surprise")]
    public async Task BadRequest_IsToldWithItsPlace(string request, string code, string? pointer)
    {
        await _app.CreateTopicAsync("t");
        var stream = await _hub.StreamAsync("JoinGroup", request);

        var refused = await Assert.ThrowsAsync<HubCallException>(() => stream.NextAsync());

        Assert.Equal(code, refused.Code);
        if (pointer is not null) Assert.Equal(pointer, refused.Problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task BadCommit_IsRefused()
    {
        await _app.CreateTopicAsync("t");
        var stream = await JoinAsync();
        var id = (await stream.NextAsync("assigned")).GetProperty("subscription").GetRawText();

        foreach (var (to, code) in new[]
        {
            ("5", "invalid-parameter"), ("[5]", "invalid-json"), ("[{}]", "validation-failed"), ("""[{"topic":"t","partition":0,"nextOffset":1}]""", "stale-ack"),
        }) Assert.Equal(code, (await Assert.ThrowsAsync<HubCallException>(() => _hub.InvokeAsync("Commit", id, to))).Code);
        Assert.Equal("validation-failed", (await Assert.ThrowsAsync<HubCallException>(() => _hub.InvokeAsync("Seek", id, "0"))).Code);
    }

    public async Task InitializeAsync() => _hub = await HubClient.ConnectAsync(_app.Address);

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _app.DisposeAsync();
    }

    private Task<HubStream> JoinAsync(string more = "") => _hub.StreamAsync("JoinGroup", $$"""{"group":"g","topics":["t"]{{more}}}""");

    private static List<int> Owned(JsonElement assigned) => [.. assigned.GetProperty("assignment").EnumerateArray().Select(owned => owned.GetProperty("partition").GetInt32()).Order()];

    private static async Task<List<int>> NumbersAsync(HubStream stream, int count)
    {
        var numbers = new List<int>();
        while (numbers.Count < count) numbers.AddRange((await stream.NextAsync("records")).GetProperty("records").EnumerateArray().Select(record => record.GetProperty("value").GetInt32()));
        return [.. numbers.Order()];
    }

    private static async Task<List<(int Partition, long Next)>> CommittedAsync(RestStreamApp app) =>
        [.. (await app.GetJsonAsync("/v1/groups/g")).GetProperty("offsets").EnumerateArray().Where(offset => offset.GetProperty("nextOffset").ValueKind == JsonValueKind.Number)
            .Select(offset => (offset.GetProperty("partition").GetInt32(), offset.GetProperty("nextOffset").GetInt64()))];

    private Task<JsonElement> ProduceAsync(int from, int to) =>
        _app.ProduceAsync("t", [.. Enumerable.Range(from, to - from).Select(n => $$"""{"value":{{n}},"partition":{{n % Partitions}}}""")]);

    private int Partitions => _app.Engine.Resolve("t")!.PartitionCount;
}
