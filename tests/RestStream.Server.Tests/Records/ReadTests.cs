using System.Text.Json;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Records;

public sealed class ReadTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With();

    [Fact]
    public async Task Page_HasTheShapeOfTheDesign()
    {
        await _app.ProduceAsync("t", """{"key":"ci37","value":{"mag":2},"timestamp":1517966773840,"headers":[{"name":"src","value":"usgs"}]}""");

        var page = await _app.GetJsonAsync("/v1/topics/t/records");

        Assert.Equal(["records", "next", "partitions", "gap"], page.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            """{"partition":0,"offset":0,"timestamp":1517966773840,"key":"ci37","value":{"mag":2},"headers":[{"name":"src","value":"usgs"}]}""",
            page.GetProperty("records")[0].GetRawText());
        Assert.Equal("""[{"partition":0,"nextOffset":1,"highWatermark":1,"logStartOffset":0}]""", page.GetProperty("partitions").GetRawText());
        Assert.Equal(JsonValueKind.Null, page.GetProperty("gap").ValueKind);
    }

    [Fact]
    public async Task Pages_OfManyPartitions_AreMergedByTimestampAndLoseNothing()
    {
        await _app.CreateTopicAsync("t", 3);
        await _app.ProduceAsync("t", [.. Enumerable.Range(0, 90).Select(i => $$"""{"value":{{i}},"partition":{{i % 3}},"timestamp":{{1_000_000 + i}}}""")]);

        var first = await _app.GetJsonAsync("/v1/topics/t/records?max=200");
        var pages = new List<int>();
        for (var cursor = ""; pages.Count < 90;)
        {
            var page = await _app.GetJsonAsync($"/v1/topics/t/records?max=7{cursor}");
            pages.AddRange(Values(page));
            cursor = "&cursor=" + page.GetProperty("next").GetString();
        }

        Assert.Equal(Enumerable.Range(0, 90), Values(first));
        Assert.Equal(Enumerable.Range(0, 90), pages.Order());
        for (var partition = 0; partition < 3; partition++) Assert.Equal(pages.Where(value => value % 3 == partition).Order(), pages.Where(value => value % 3 == partition));
    }

    [Theory]
    [InlineData("from=-2", new[] { 8, 9 })]
    [InlineData("from=7", new[] { 7, 8, 9 })]
    [InlineData("from=latest", new int[0])]
    [InlineData("from=earliest&max=2", new[] { 0, 1 })]
    [InlineData("from=@1970-01-01T00:00:05Z&max=1", new[] { 5 })]
    [InlineData("from=@6000&max=1", new[] { 6 })]
    [InlineData("maxBytes=1&max=1", new[] { 0 })]
    public async Task From_AnyPosition_StartsThere(string query, int[] expected)
    {
        await _app.ProduceAsync("t", [.. Enumerable.Range(0, 10).Select(i => $$"""{"value":{{i}},"timestamp":{{i * 1000}}}""")]);

        Assert.Equal(expected, Values(await _app.GetJsonAsync("/v1/topics/t/records?" + query)));
    }

    [Theory]
    [InlineData("from=11", "offset-out-of-range")]
    [InlineData("from=soon", "invalid-parameter")]
    [InlineData("max=0", "validation-failed")]
    [InlineData("max=10001", "validation-failed")]
    [InlineData("maxBytes=99999999", "validation-failed")]
    [InlineData("wait=61s", "validation-failed")]
    [InlineData("wait=long", "invalid-parameter")]
    [InlineData("partition=1", "unknown-topic-or-partition")]
    [InlineData("partition=-1", "validation-failed")]
    [InlineData("cursor=nonsense", "invalid-cursor")]
    public async Task BadParameter_IsRefused(string query, string code)
    {
        await _app.ProduceAsync("t", [.. Enumerable.Range(0, 10).Select(i => $$"""{"value":{{i}}}""")]);

        using var response = await _app.GetAsync("/v1/topics/t/records?" + query);

        await response.ProblemAsync(code);
    }

    [Fact]
    public async Task OnePartition_ReadsOnlyIt()
    {
        await _app.CreateTopicAsync("t", 2);
        await _app.ProduceAsync("t", """{"value":0,"partition":0}""", """{"value":1,"partition":1}""");

        var page = await _app.GetJsonAsync("/v1/topics/t/records?partition=1");

        Assert.Equal([1], Values(page));
        Assert.Equal(1, page.GetProperty("partitions").GetArrayLength());
    }

    [Fact]
    public async Task LongPoll_RecordComes_AnswersAtOnceAndLeavesNothing()
    {
        await _app.CreateTopicAsync("t");
        var poll = _app.GetJsonAsync("/v1/topics/t/records?from=latest&wait=60s");
        await Eventually.True(() => _app.Engine.ParkedFetches == 1);

        await _app.ProduceAsync("t", """{"value":1}""");

        Assert.Equal([1], Values(await Eventually.Ends(poll)));
        Assert.Equal(0, _app.Engine.ParkedFetches);
    }

    [Fact]
    public async Task LongPoll_PartitionsAdded_WaitsForTheirRecordsToo()
    {
        await _app.CreateTopicAsync("t");
        var poll = _app.GetJsonAsync("/v1/topics/t/records?from=latest&wait=60s");
        await Eventually.True(() => _app.Engine.ParkedFetches == 1);
        using var grown = await _app.SendAsync(HttpMethod.Patch, "/v1/topics/t", "{\"partitions\":2}"u8.ToArray());

        await _app.ProduceAsync("t", """{"value":1,"partition":1}""");

        Assert.Equal([1], Values(await Eventually.Ends(poll)));
    }

    [Fact]
    public async Task LongPoll_NothingComes_AnswersEmptyWithTheSameCursor()
    {
        await _app.CreateTopicAsync("t");

        var page = await _app.GetJsonAsync("/v1/topics/t/records?wait=30ms");

        Assert.Empty(page.GetProperty("records").EnumerateArray());
        Assert.Equal(page.GetProperty("next").GetString(), (await _app.GetJsonAsync("/v1/topics/t/records")).GetProperty("next").GetString());
    }

    [Fact]
    public async Task LongPoll_MoreThanMayWait_Returns429()
    {
        await using var app = RestStreamApp.With(("Broker:MaxParkedFetches", "0"));
        await app.CreateTopicAsync("t");

        using var response = await app.GetAsync("/v1/topics/t/records?wait=30s");

        await response.ProblemAsync("too-many-requests");
    }

    [Fact]
    public async Task Page_OverTheMemoryBudget_Returns503AndGivesItsShareBack()
    {
        await using var app = RestStreamApp.With(("Limits:MaxBodyBytesInFlight", "300000"));
        await app.ProduceAsync("t", $"{{\"value\":\"{new string('x', 150_000)}\"}}");

        using var large = await app.GetAsync("/v1/topics/t/records");
        var small = await app.GetJsonAsync("/v1/topics/t/records?from=latest");

        await large.ProblemAsync("server-busy");
        Assert.Empty(Values(small));
    }

    [Fact]
    public async Task LongPoll_ClientLeaves_LeavesNothingBehind()
    {
        await _app.CreateTopicAsync("t");
        using var leaving = new CancellationTokenSource();
        var poll = _app.Client.GetAsync("/v1/topics/t/records?from=latest&wait=50s", leaving.Token);
        await Eventually.True(() => _app.Engine.ParkedFetches == 1);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll);
        await Eventually.True(() => _app.Engine.ParkedFetches == 0);
    }

    [Fact]
    public async Task Truncate_OldCursor_TellsTheGap()
    {
        await _app.ProduceAsync("t", [.. Enumerable.Range(0, 10).Select(i => $$"""{"value":{{i}}}""")]);
        var cursor = (await _app.GetJsonAsync("/v1/topics/t/records?max=2")).GetProperty("next").GetString();

        using var truncated = await _app.PostAsync("/v1/topics/t/truncate", """{"partitions":[{"partition":0,"beforeOffset":6}]}""");
        var page = await _app.GetJsonAsync("/v1/topics/t/records?cursor=" + cursor);

        Assert.Equal(6, (await truncated.JsonAsync(200)).GetProperty("partitions")[0].GetProperty("logStartOffset").GetInt64());
        Assert.Equal("""[{"partition":0,"from":2,"to":6,"reason":"truncated"}]""", page.GetProperty("gap").GetRawText());
        Assert.Equal([6, 7, 8, 9], Values(page));
        Assert.Equal([6, 7, 8, 9], Values(await _app.GetJsonAsync("/v1/topics/t/records?from=0")));
    }

    [Fact]
    public async Task TopicMadeAnew_OldCursor_TellsTheGap()
    {
        await _app.ProduceAsync("t", """{"value":1}""", """{"value":2}""");
        var cursor = (await _app.GetJsonAsync("/v1/topics/t/records")).GetProperty("next").GetString();
        using var deleted = await _app.SendAsync(HttpMethod.Delete, "/v1/topics/t", null);
        await _app.ProduceAsync("t", """{"value":3}""");

        var page = await _app.GetJsonAsync("/v1/topics/t/records?cursor=" + cursor);

        Assert.Equal("recreated", page.GetProperty("gap")[0].GetProperty("reason").GetString());
        Assert.Equal([3], Values(page));
    }

    [Fact]
    public async Task Cursor_IsGoodAfterARestart()
    {
        using var directory = new TempDirectory();
        string cursor;
        await using (var app = new RestStreamApp(directory.Path))
        {
            await app.ProduceAsync("t", """{"value":1}""", """{"value":2}""");
            cursor = (await app.GetJsonAsync("/v1/topics/t/records?max=1")).GetProperty("next").GetString()!;
        }

        await using var again = new RestStreamApp(directory.Path);
        Assert.Equal([2], Values(await again.GetJsonAsync("/v1/topics/t/records?cursor=" + cursor)));
    }

    [Theory]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData("text/event-stream;q=0.5, application/x-ndjson;q=0.9", "application/x-ndjson")]
    [InlineData("application/json;q=0, text/event-stream", "text/event-stream")]
    public async Task Accept_WithQualities_ChoosesTheBest(string accept, string contentType)
    {
        await _app.ProduceAsync("t", """{"value":1}""");

        using var response = await _app.GetAsync("/v1/topics/t/records?from=earliest&max=1", accept);

        Assert.Equal(contentType, response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Accept_NothingWeHave_Returns406()
    {
        await _app.ProduceAsync("t", """{"value":1}""");

        using var page = await _app.GetAsync("/v1/topics/t/records", "image/png");
        using var record = await _app.GetAsync("/v1/topics/t/partitions/0/records/0", "image/png");
        using var stream = await _app.GetAsync("/v1/topics/t/partitions/0/records/0", "text/event-stream");

        await page.ProblemAsync("not-acceptable");
        await record.ProblemAsync("not-acceptable");
        await stream.ProblemAsync("not-acceptable");
    }

    [Fact]
    public async Task OneRecord_AsBytes_IsAnAttachmentThatIsNotSniffed()
    {
        using var produced = await _app.PostAsync("/v1/topics/t", "<script>alert(1)</script>", "text/html");

        using var response = await _app.GetAsync("/v1/topics/t/partitions/0/records/0", "application/octet-stream");

        Assert.Equal("<script>alert(1)</script>", await response.Content.ReadAsStringAsync());
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task OneRecord_TombstoneAndJsonAndMissing()
    {
        await _app.ProduceAsync("t", """{"key":"a","value":null}""", """{"value":{"x":1}}""");

        using var tombstone = await _app.GetAsync("/v1/topics/t/partitions/0/records/0", "application/octet-stream");
        var record = await _app.GetJsonAsync("/v1/topics/t/partitions/0/records/1");

        Assert.Equal(204, (int)tombstone.StatusCode);
        Assert.Equal("""{"x":1}""", record.GetProperty("value").GetRawText());
        foreach (var (path, code) in new[]
        {
            ("/v1/topics/t/partitions/0/records/2", "record-not-found"), ("/v1/topics/t/partitions/0/records/99", "record-not-found"),
            ("/v1/topics/t/partitions/9/records/0", "unknown-topic-or-partition"), ("/v1/topics/t/partitions/x/records/0", "invalid-parameter"),
            ("/v1/topics/t/partitions/0/records/-1", "invalid-parameter"), ("/v1/topics/none/partitions/0/records/0", "unknown-topic-or-partition"),
        })
        {
            using var response = await _app.GetAsync(path);
            await response.ProblemAsync(code);
        }
    }

    [Fact]
    public async Task Offsets_ByTimeAndBounds()
    {
        await _app.ProduceAsync("t", [.. Enumerable.Range(0, 10).Select(i => $$"""{"value":{{i}},"timestamp":{{i * 1000}}}""")]);

        var latest = (await _app.GetJsonAsync("/v1/topics/t/offsets")).GetProperty("partitions")[0];
        var byTime = (await _app.GetJsonAsync("/v1/topics/t/offsets?at=@3500")).GetProperty("partitions")[0];
        using var bad = await _app.GetAsync("/v1/topics/t/offsets?at=x");

        Assert.Equal("""{"partition":0,"offset":10,"timestamp":null,"logStartOffset":0,"highWatermark":10}""", latest.GetRawText());
        Assert.Equal((4, 4000), (byTime.GetProperty("offset").GetInt64(), byTime.GetProperty("timestamp").GetInt64()));
        await bad.ProblemAsync("invalid-parameter");
    }

    [Theory]
    [InlineData("{}", "validation-failed")]
    [InlineData("""{"before":"latest","partitions":[{"partition":0,"beforeOffset":1}]}""", "validation-failed")]
    [InlineData("""{"partitions":[{"partition":0}]}""", "validation-failed")]
    [InlineData("""{"partitions":[{"partition":0,"beforeOffset":1},{"partition":0,"beforeOffset":2}]}""", "validation-failed")]
    [InlineData("""{"partitions":[{"partition":0,"beforeOffset":99}]}""", "offset-out-of-range")]
    [InlineData("""{"partitions":[{"partition":3,"beforeOffset":0}]}""", "unknown-topic-or-partition")]
    [InlineData("""{"before":"soon"}""", "validation-failed")]
    [InlineData("""{"partitions":[null]}""", "validation-failed")]
    [InlineData("""{"partitions":[{"partition":0,"beforeOffset":1},null,null]}""", "validation-failed")]
    [InlineData("""{"partitions":[]}""", "validation-failed")]
    [InlineData("""{"partitions":[],"before":"latest"}""", "validation-failed")]
    [InlineData("""{"partitions":[{"partition":0,"beforeOffset":1}],"partition":1}""", "validation-failed")]
    [InlineData("""{"partition":0}""", "validation-failed")]
    [InlineData("""{"befor":"latest"}""", "invalid-json")]
    public async Task Truncate_BadBody_ChangesNothing(string body, string code)
    {
        await _app.ProduceAsync("t", """{"value":1}""");

        using var response = await _app.PostAsync("/v1/topics/t/truncate", body);

        await response.ProblemAsync(code);
        Assert.Equal(0, _app.Engine.Find("t")!.Partitions[0].LogStartOffset);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    private static IEnumerable<int> Values(JsonElement page) => page.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("value").GetInt32());
}
