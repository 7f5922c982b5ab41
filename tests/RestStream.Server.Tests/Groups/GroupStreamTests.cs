using RestStream.Server.Tests.Records;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Groups;

public sealed class GroupStreamTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With(("Limits:StreamPingInterval", "100ms"));

    [Fact]
    public async Task FirstEvent_NamesMemberAndGeneration_ThenRecordsFromTheStart()
    {
        await _app.ProduceAsync("quakes", """{"value":1}""", """{"value":2}""");
        using var stream = await OpenAsync("/v1/topics/quakes/records?group=billing");

        var joined = await stream.EventAsync();
        var first = await stream.EventAsync();
        var second = await stream.EventAsync();

        Assert.Equal("joined", joined.Type);
        Assert.StartsWith("http-", joined.Data.GetProperty("member").GetString());
        Assert.Equal(1, joined.Data.GetProperty("generation").GetInt32());
        Assert.Equal(["quakes-0"], Member.Assignment(joined.Data));
        Assert.Equal([1, 2], new[] { first, second }.Select(record => record.Data.GetProperty("value").GetInt32()));
        Assert.Equal("quakes", first.Data.GetProperty("topic").GetString());
    }

    [Fact]
    public async Task CommitByItsMember_IsWhereTheNextConnectionBegins()
    {
        await _app.ProduceAsync("quakes", """{"value":1}""", """{"value":2}""");
        using (var stream = await OpenAsync("/v1/topics/quakes/records?group=billing"))
        {
            var joined = (await stream.EventAsync()).Data;
            await stream.EventAsync();
            using var committed = await _app.PostAsync(
                "/v1/groups/billing/commit",
                $$"""{"member":"{{joined.GetProperty("member").GetString()}}","generation":{{joined.GetProperty("generation").GetInt32()}},"offsets":[{"topic":"quakes","partition":0,"nextOffset":1}]}""");
            await committed.JsonAsync(200);
        }

        using var again = await OpenAsync("/v1/topics/quakes/records?group=billing");
        Assert.Equal(2, (await again.UntilRecordAsync()).GetProperty("value").GetInt32());
    }

    [Fact]
    public async Task Disconnected_TheMemberLeaves()
    {
        await _app.CreateTopicAsync("quakes");
        using (var stream = await OpenAsync("/v1/topics/quakes/records?group=billing"))
        {
            await stream.EventAsync();
            Assert.Single(_app.Engine.Groups.Describe("billing").Value!.Members);
        }

        await Eventually.True(() => _app.Engine.Groups.Describe("billing").Value!.Members.Count == 0);
        Assert.Equal(0, _app.Engine.Consumers.OpenSessions);
    }

    [Fact]
    public async Task AutoCommit_CommitsWhatWasWritten()
    {
        await _app.ProduceAsync("quakes", """{"value":1}""", """{"value":2}""", """{"value":3}""");
        using (var stream = await OpenAsync("/v1/topics/quakes/records?group=billing&commit=auto&max=2"))
        {
            await stream.UntilRecordAsync();
            await stream.UntilRecordAsync();
            Assert.Null(await stream.LineAsync());
        }

        using var again = await OpenAsync("/v1/topics/quakes/records?group=billing&commit=auto");
        Assert.Equal(3, (await again.UntilRecordAsync()).GetProperty("value").GetInt32());
        await Eventually.True(() => _app.Engine.Groups.Offsets("billing").Value![0].NextOffset == 3);
    }

    [Fact]
    public async Task TwoStreams_ShareThePartitions()
    {
        await _app.CreateTopicAsync("quakes", 2);
        using var a = await OpenAsync("/v1/topics/quakes/records?group=billing");
        Assert.Equal(2, Member.Assignment((await a.EventAsync()).Data).Count);
        using var b = await OpenAsync("/v1/topics/quakes/records?group=billing");

        Assert.Equal("joined", (await b.EventAsync()).Type);
        while (Member.Assignment((await a.EventAsync()).Data).Count != 1) await Task.Yield();
    }

    [Fact]
    public async Task Ndjson_HasLinesOfTheSame()
    {
        await _app.ProduceAsync("quakes", """{"value":1}""");
        using var response = await _app.GetAsync("/v1/topics/quakes/records?group=billing&max=1", "application/x-ndjson");

        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.StartsWith("{\"joined\":{\"member\":\"http-", lines[0]);
        Assert.StartsWith("{\"topic\":\"quakes\",\"partition\":0,\"offset\":0,", lines[1]);
    }

    [Theory]
    [InlineData("/v1/topics/nope/records?group=g", "unknown-topic-or-partition")]
    [InlineData("/v1/topics/quakes/records?group=", "invalid-group-id")]
    [InlineData("/v1/topics/quakes/records?group=g&commit=often", "validation-failed")]
    [InlineData("/v1/topics/quakes/records?group=g&cursor=abc", "validation-failed")]
    [InlineData("/v1/topics/quakes/records?group=g&partition=0", "validation-failed")]
    public async Task WhatCannotBe_IsRefused(string path, string code)
    {
        await _app.CreateTopicAsync("quakes");

        using var response = await _app.GetAsync(path, "text/event-stream");

        await response.ProblemAsync(code);
    }

    [Fact]
    public async Task APageForAGroup_IsRefused()
    {
        await _app.CreateTopicAsync("quakes");

        using var response = await _app.GetAsync("/v1/topics/quakes/records?group=g");

        await response.ProblemAsync("validation-failed");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _app.DisposeAsync();

    private async Task<EventReader> OpenAsync(string path)
    {
        var response = await _app.GetAsync(path, "text/event-stream");
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        return new EventReader(response, await response.Content.ReadAsStreamAsync());
    }
}
