using System.Text.Json;
using RestStream.Server.Records;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Records;

public sealed class StreamTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With(("Limits:StreamPingInterval", "50ms"));

    [Fact]
    public async Task Events_SendHeadAtOnceThenEachRecordWithItsCursor()
    {
        await _app.CreateTopicAsync("t");
        using var stream = await OpenAsync("/v1/topics/t/records");
        Assert.Equal("text/event-stream", stream.ContentType);
        Assert.Equal(": topic t, from latest", await stream.LineAsync());

        await _app.ProduceAsync("t", "{\"value\":{\"a\":\r\n1}}", """{"value":2}""");

        var first = await stream.EventAsync();
        var second = await stream.EventAsync();
        Assert.Equal("{\"a\":  1}", first.Data.GetProperty("value").GetRawText());
        Assert.Equal(1, second.Data.GetProperty("offset").GetInt64());
        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task Events_ResumedByLastEventIdOrCursor_LoseAndRepeatNothing()
    {
        await _app.CreateTopicAsync("t", 3);
        await _app.ProduceAsync("t", [.. Enumerable.Range(0, 60).Select(i => $$"""{"value":{{i}},"partition":{{i % 3}},"timestamp":{{1000 + i}}}""")]);
        var seen = new List<int>();
        string? id = null;
        while (seen.Count < 60)
        {
            using var stream = id is null ? await OpenAsync("/v1/topics/t/records?from=earliest") : await OpenAsync("/v1/topics/t/records?from=earliest", id);
            for (var i = 0; i < 7 && seen.Count < 60; i++)
            {
                var next = await stream.EventAsync();
                seen.Add(next.Data.GetProperty("value").GetInt32());
                id = next.Id;
            }
        }

        using var byCursor = await OpenAsync($"/v1/topics/t/records?cursor={id}&max=1");
        await _app.ProduceAsync("t", """{"value":60,"partition":0}""");

        Assert.Equal(Enumerable.Range(0, 60), seen);
        Assert.Equal(60, (await byCursor.EventAsync()).Data.GetProperty("value").GetInt32());
        Assert.Null(await byCursor.LineAsync());
    }

    [Fact]
    public async Task Events_ClientCutOffBeforeItsFirstRecord_ResumesWhereItStarted()
    {
        await _app.CreateTopicAsync("t");
        string id;
        using (var stream = await OpenAsync("/v1/topics/t/records")) id = await stream.IdAsync();
        await _app.ProduceAsync("t", """{"value":1}""");

        using var again = await OpenAsync("/v1/topics/t/records", id);

        Assert.Equal(1, (await again.EventAsync()).Data.GetProperty("value").GetInt32());
    }

    [Fact]
    public async Task Events_Idle_SendsComments()
    {
        await _app.CreateTopicAsync("t");
        using var stream = await OpenAsync("/v1/topics/t/records");

        await stream.UntilAsync(line => line == ":");
    }

    [Fact]
    public async Task Events_TruncatedCursor_TellsTheGapFirst()
    {
        await _app.ProduceAsync("t", """{"value":1}""", """{"value":2}""", """{"value":3}""");
        var cursor = (await _app.GetJsonAsync("/v1/topics/t/records?max=1")).GetProperty("next").GetString()!;
        using var truncated = await _app.PostAsync("/v1/topics/t/truncate", """{"partitions":[{"partition":0,"beforeOffset":2}]}""");

        using var stream = await OpenAsync("/v1/topics/t/records", cursor);

        var gap = await stream.EventAsync();
        Assert.Equal("gap", gap.Type);
        Assert.Equal("""{"gap":[{"partition":0,"from":1,"to":2,"reason":"truncated"}]}""", gap.Data.GetRawText());
        Assert.Equal(3, (await stream.EventAsync()).Data.GetProperty("value").GetInt32());
    }

    [Fact]
    public async Task Events_TopicDeleted_EndWithAnError()
    {
        await _app.CreateTopicAsync("t");
        using var stream = await OpenAsync("/v1/topics/t/records");
        using var deleted = await _app.SendAsync(HttpMethod.Delete, "/v1/topics/t", null);

        var last = await stream.EventAsync();

        Assert.Equal("error", last.Type);
        Assert.Equal("unknown-topic-or-partition", last.Data.GetProperty("code").GetString());
        Assert.Null(await stream.LineAsync());
    }

    [Fact]
    public async Task Events_PartitionsAdded_AreFollowed()
    {
        await _app.CreateTopicAsync("t");
        using var stream = await OpenAsync("/v1/topics/t/records");
        using var grown = await _app.SendAsync(HttpMethod.Patch, "/v1/topics/t", "{\"partitions\":2}"u8.ToArray());

        await _app.ProduceAsync("t", """{"value":1,"partition":1}""");

        Assert.Equal(1, (await stream.EventAsync()).Data.GetProperty("partition").GetInt32());
    }

    /// <summary>No ping comes to its help.</summary>
    [Fact]
    public async Task Events_PartitionsAddedWhileNothingComes_AreFollowedAtOnce()
    {
        await using var app = RestStreamApp.With(("Limits:StreamPingInterval", "10m"));
        await app.CreateTopicAsync("t");
        var read = app.GetAsync("/v1/topics/t/records?max=1", "application/x-ndjson");
        await Eventually.True(() => app.Engine.ParkedFetches == 1);
        using var grown = await app.SendAsync(HttpMethod.Patch, "/v1/topics/t", "{\"partitions\":2}"u8.ToArray());

        await app.ProduceAsync("t", """{"value":1,"partition":1}""");

        using var response = await Eventually.Ends(read);
        Assert.Contains("\"partition\":1", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ndjson_MaxAndFor_EndTheStream()
    {
        await _app.ProduceAsync("t", """{"value":1}""", """{"value":2}""", """{"value":3}""");

        using var byMax = await _app.GetAsync("/v1/topics/t/records?from=earliest&max=2", "application/x-ndjson");
        using var byTime = await _app.GetAsync("/v1/topics/t/records?from=earliest&for=2s", "application/x-ndjson");

        Assert.Equal(2, Lines(await byMax.Content.ReadAsStringAsync()).Count);
        Assert.Equal(3, Lines(await byTime.Content.ReadAsStringAsync()).Count);
    }

    [Fact]
    public async Task ClientLeaves_NothingStaysOpen()
    {
        await _app.CreateTopicAsync("t");
        var slots = (StreamSlots)_app.Services.GetService(typeof(StreamSlots))!;
        var stream = await OpenAsync("/v1/topics/t/records");
        await Eventually.True(() => slots.Open == 1);

        stream.Dispose();

        await Eventually.True(() => slots.Open == 0 && _app.Engine.ParkedFetches == 0);
    }

    [Fact]
    public async Task TooManyStreams_Returns429()
    {
        await using var app = RestStreamApp.With(("Limits:MaxStreams", "1"));
        await app.CreateTopicAsync("t");
        using var first = await app.GetAsync("/v1/topics/t/records", "text/event-stream");

        using var second = await app.GetAsync("/v1/topics/t/records", "text/event-stream");

        await second.ProblemAsync("too-many-requests");
    }

    [Theory]
    [InlineData("for=x", "invalid-parameter")]
    [InlineData("max=0", "validation-failed")]
    [InlineData("from=5", "offset-out-of-range")]
    public async Task BadParameter_IsRefusedBeforeTheStream(string query, string code)
    {
        await _app.CreateTopicAsync("t");

        using var response = await _app.GetAsync("/v1/topics/t/records?" + query, "text/event-stream");

        await response.ProblemAsync(code);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    private async Task<EventReader> OpenAsync(string path, string? lastEventId = null)
    {
        var response = await _app.SendAsync(HttpMethod.Get, path, null, accept: "text/event-stream", headers: lastEventId is null ? [] : [("Last-Event-ID", lastEventId)]);
        Assert.Equal(200, (int)response.StatusCode);
        return new EventReader(response, await response.Content.ReadAsStreamAsync());
    }

    private static List<JsonElement> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
