using System.Text.Json;
using System.Text.RegularExpressions;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Topics;

public sealed class CompactedTopicTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With(("Storage:LogCleanerBackoff", "20ms"));

    [Fact]
    public async Task CleanupPolicy_IsTakenAndTold()
    {
        using var made = await _app.PostAsync("/v1/topics", """{"name":"t","config":{"cleanup.policy":"compact,delete","min.cleanable.dirty.ratio":"0.1","delete.retention.ms":"1000"}}""");
        var topic = await made.JsonAsync(201);
        Assert.Equal("compact,delete", topic.GetProperty("config").GetProperty("cleanup.policy").GetString());
        Assert.Equal("0.1", topic.GetProperty("config").GetProperty("min.cleanable.dirty.ratio").GetString());

        using var wrong = await _app.PostAsync("/v1/topics", """{"name":"u","config":{"cleanup.policy":"compress"}}""");
        var problem = await wrong.ProblemAsync("invalid-config");
        Assert.Contains("delete, compact", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/topics/t", "application/json", "1")]
    [InlineData("/v1/topics/t", "text/plain", "any text")]
    [InlineData("/v1/topics/t/records", "application/json", """{"records":[{"value":1}]}""")]
    [InlineData("/v1/topics/t/records", "application/json", """[{"value":1},{"key":null,"value":2}]""")]
    [InlineData("/v1/topics/t/records", "application/x-ndjson", "{\"value\":1}\n")]
    public async Task RecordsWithoutAKey_AreRefusedOnEveryWayIn(string path, string contentType, string body)
    {
        await CreateAsync("compact");
        using var response = await _app.PostAsync(path, body, contentType);
        var problem = await response.JsonAsync(422);
        Assert.Contains("invalid-record", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(0, (await _app.GetJsonAsync("/v1/topics/t")).GetProperty("partitions")[0].GetProperty("highWatermark").GetInt64());
    }

    [Fact]
    public async Task SomeRecordsWithoutAKey_TheOthersAreStored()
    {
        await CreateAsync("compact");
        using var response = await _app.PostAsync("/v1/topics/t/records", """[{"key":"a","value":1},{"value":2},{"key":"","value":3}]""");
        var answer = await response.JsonAsync(207);
        var error = Assert.Single(answer.GetProperty("errors").EnumerateArray());
        Assert.Equal((1, 422, "invalid-record"), (error.GetProperty("index").GetInt32(), error.GetProperty("status").GetInt32(), error.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Truncate_IsRefusedUnlessThePolicyHasDelete()
    {
        await CreateAsync("compact");
        using var response = await _app.PostAsync("/v1/topics/t/truncate", """{"partitions":[{"partition":0,"beforeOffset":0}]}""");
        await response.ProblemAsync("policy-violation");
    }

    [Fact]
    public async Task ReadsOverWhatWasCompacted_TellNoGapAndEndAtTheLatestOfEachKey()
    {
        await _app.CreateTopicAsync("t", config: """{"cleanup.policy":"compact","segment.bytes":"1048576","min.cleanable.dirty.ratio":"0.01"}""");
        var padding = new string('x', 100_000);
        for (var i = 0; i < 40; i++) await _app.ProduceAsync("t", $$$"""{"key":"k{{{i % 3}}}","value":{"n":{{{i}}},"padding":"{{{padding}}}"}}""");
        await Eventually.True(async () => (await _app.GetJsonAsync("/v1/topics/t")).GetProperty("partitions")[0].GetProperty("sizeBytes").GetInt64() < 1_700_000, TimeSpan.FromMinutes(2));

        var (latest, cursor, pages) = (new Dictionary<string, int>(), "from=earliest", 0);
        for (var isEnd = false; !isEnd; pages++)
        {
            var page = await _app.GetJsonAsync($"/v1/topics/t/records?max=2&{cursor}");
            Assert.Equal(JsonValueKind.Null, page.GetProperty("gap").ValueKind);
            foreach (var record in page.GetProperty("records").EnumerateArray()) latest[record.GetProperty("key").GetString()!] = record.GetProperty("value").GetProperty("n").GetInt32();
            isEnd = page.GetProperty("records").GetArrayLength() == 0;
            cursor = "cursor=" + page.GetProperty("next").GetString();
        }

        Assert.Equal([37, 38, 39], latest.Values.Order());
        Assert.InRange(pages, 2, 12);
        using var gone = await _app.GetAsync("/v1/topics/t/partitions/0/records/0");
        await gone.ProblemAsync("record-not-found");
        Assert.Equal(39, (await _app.GetJsonAsync("/v1/topics/t/records?from=-1")).GetProperty("records")[0].GetProperty("offset").GetInt64());
        Assert.NotEqual(0, (await _app.GetJsonAsync("/v1/topics/t/records?from=@-1h&max=1")).GetProperty("records")[0].GetProperty("offset").GetInt64());
        // Counted a little after the segments are replaced.
        await Eventually.True(async () => Regex.IsMatch(await _app.Client.GetStringAsync("/metrics"), "(?m)^reststream_log_cleaner_runs_total [1-9]"));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _app.DisposeAsync();

    private Task CreateAsync(string policy) => _app.CreateTopicAsync("t", config: $$"""{"cleanup.policy":"{{policy}}"}""");
}
