using System.Text.Json;

namespace RestStream.Server.Tests.Schemas;

/// <summary>Records that do not fit and are stored among the topic's dead letters.</summary>
public sealed class DeadLetterTests : IAsyncLifetime
{
    private const string Divert = """{"mode":"enforce","onInvalid":"deadLetter"}""";
    private readonly EnforcedApp _app = EnforcedApp.With();

    [Fact]
    public async Task Single_Is202AndSaysWhereItIs()
    {
        await _app.EnforceAsync("quakes", Divert);

        using var response = await _app.App.PostAsync("/v1/topics/quakes?key=ci37", """{"mag":11}""");

        var letter = (await response.JsonAsync(202)).GetProperty("deadLettered")[0];
        Assert.Equal("quakes.dlq", letter.GetProperty("topic").GetString());
        Assert.Equal((0, 0L), (letter.GetProperty("partition").GetInt32(), letter.GetProperty("offset").GetInt64()));
        Assert.Equal("/mag", letter.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Empty(await _app.RecordsAsync("quakes"));
    }

    [Fact]
    public async Task Letter_KeepsTheRecordAndSaysWhereFromAndWhy()
    {
        var schema = await _app.EnforceAsync("quakes", Divert, partitions: 2);

        await _app.App.ProduceAsync("quakes", """{"key":"ci37","value":{"mag" : 11},"partition":1,"timestamp":1517966773840,"headers":[{"name":"src","value":"usgs"}]}""");

        var letter = Assert.Single(await _app.RecordsAsync("quakes.dlq"));
        Assert.Equal("ci37", letter.GetProperty("key").GetString());
        Assert.Equal("""{"mag" : 11}""", letter.GetProperty("value").GetRawText());
        var headers = letter.GetProperty("headers").EnumerateArray().ToDictionary(header => header.GetProperty("name").GetString()!, header => header.GetProperty("value").GetString());
        Assert.Equal("usgs", headers["src"]);
        Assert.Equal("quakes", headers["reststream.dlq.topic"]);
        Assert.Equal("1", headers["reststream.dlq.partition"]);
        Assert.Equal("1517966773840", headers["reststream.dlq.timestamp"]);
        Assert.Equal("/mag", headers["reststream.dlq.pointer"]);
        Assert.Equal($"{schema.Id}", headers["reststream.dlq.schema.id"]);
        Assert.Equal("invalid-record", headers["reststream.dlq.code"]);
        Assert.Contains("quakes-value", headers["reststream.dlq.reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batch_Is201AndListsThem()
    {
        await _app.EnforceAsync("quakes", Divert);

        var answer = await _app.App.ProduceAsync("quakes", """{"value":{"mag":1}}""", """{"value":1}""", """{"value":2}""", """{"value":{"mag":2}}""");

        Assert.Equal(2, answer.GetProperty("partitions")[0].GetProperty("count").GetInt32());
        Assert.Equal([1, 2], answer.GetProperty("deadLettered").EnumerateArray().Select(letter => letter.GetProperty("index").GetInt32()));
        Assert.Equal([0L, 1L], answer.GetProperty("deadLettered").EnumerateArray().Select(letter => letter.GetProperty("offset").GetInt64()));
        Assert.Equal(["1", "2"], (await _app.RecordsAsync("quakes.dlq")).Select(letter => letter.GetProperty("value").GetRawText()));
    }

    [Fact]
    public async Task Batch_OfNothingElse_Is201()
    {
        await _app.EnforceAsync("quakes", Divert);

        var answer = await _app.App.ProduceAsync("quakes", """{"value":1}""");

        Assert.Equal("[]", answer.GetProperty("partitions").GetRawText());
        Assert.Single(answer.GetProperty("deadLettered").EnumerateArray());
    }

    [Fact]
    public async Task Ndjson_ListsLinesAndCounts()
    {
        await _app.EnforceAsync("quakes", Divert);

        using var response = await _app.App.PostNdjsonAsync("quakes", "{\"value\":true}\n{\"value\":{\"mag\":1}}\n{\"value\":false}\n");

        var answer = await response.JsonAsync(201);
        Assert.Equal([1, 3], answer.GetProperty("deadLettered").EnumerateArray().Select(letter => letter.GetProperty("line").GetInt32()));
        Assert.Equal(2, answer.GetProperty("deadLetteredCount").GetInt32());
        Assert.Equal(1, answer.GetProperty("stored").GetInt32());
    }

    [Fact]
    public async Task WithOtherErrors_Is207WithBoth()
    {
        await _app.EnforceAsync("quakes", Divert);

        using var response = await _app.App.PostAsync("/v1/topics/quakes/records", """[{"value":1},{"value":{"mag":1},"partition":9}]""");

        var answer = await response.JsonAsync(207);
        Assert.Equal(1, answer.GetProperty("errors")[0].GetProperty("index").GetInt32());
        Assert.Equal(0, answer.GetProperty("deadLettered")[0].GetProperty("index").GetInt32());
    }

    [Fact]
    public async Task Topic_IsMarked_AndIsNotCheckedItself()
    {
        await _app.EnforceAsync("quakes", Divert);
        await _app.App.ProduceAsync("quakes", """{"value":1}""");

        var topic = await _app.App.GetJsonAsync("/v1/topics/quakes.dlq");
        Assert.Equal("true", topic.GetProperty("config").GetProperty("reststream.dead.letter").GetString());
        _app.Schemas.Register("quakes.dlq-value", EnforcedApp.Quake);
        using var refused = await _app.PutAsync("quakes.dlq", Divert);
        await refused.ProblemAsync("policy-violation");
    }

    [Fact]
    public async Task Topic_WhoseNameIsLong_HasDeadLettersToo()
    {
        var name = new string('q', 249);
        await _app.EnforceAsync(name, Divert);

        var answer = await _app.App.ProduceAsync(name, """{"value":1}""");

        var letters = answer.GetProperty("deadLettered")[0].GetProperty("topic").GetString()!;
        Assert.EndsWith(".dlq", letters, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Number, (await _app.RecordsAsync(letters))[0].GetProperty("value").ValueKind);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _app.DisposeAsync();
}
