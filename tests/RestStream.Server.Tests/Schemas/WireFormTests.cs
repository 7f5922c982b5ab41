using System.Text.Json;

namespace RestStream.Server.Tests.Schemas;

/// <summary>Records that name their schema in one of Confluent's wire forms, and readers that ask for it.</summary>
public sealed class WireFormTests : IAsyncLifetime
{
    private const string GoodQuake = """{"mag":4.5}""";
    private readonly EnforcedApp _app = EnforcedApp.With();

    [Fact]
    public async Task Prefixed_WithALiveId_IsCheckedByThatSchema()
    {
        var first = await _app.EnforceAsync("quakes");
        _app.Schemas.Register("quakes-value", """{"required":["depth"]}""");

        await PostAsync(EnforcedApp.Prefixed(first.Id, GoodQuake), 201);
        var problem = await PostAsync(EnforcedApp.Prefixed(first.Id, """{"mag":"4"}"""), 422);

        Assert.Equal("/mag", problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Prefixed_WithAnIdOfAnotherSubject_IsRefused()
    {
        await _app.EnforceAsync("quakes");
        var other = _app.Schemas.Register("other-value", "{}");

        var problem = await PostAsync(EnforcedApp.Prefixed(other.Id, GoodQuake), 422);

        Assert.Contains($"id {other.Id}", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prefixed_WithAVersionThatWasDeleted_IsRefused()
    {
        var first = await _app.EnforceAsync("quakes");
        _app.Schemas.Register("quakes-value", "{}");
        await PostAsync(EnforcedApp.Prefixed(first.Id, GoodQuake), 201);
        _app.Schemas.Delete(first);

        await PostAsync(EnforcedApp.Prefixed(first.Id, GoodQuake), 422);
    }

    [Fact]
    public async Task Prefixed_WithAnotherVersionThanThePinnedOne_IsRefused()
    {
        await _app.EnforceAsync("quakes", """{"mode":"enforce","version":1}""");
        var second = _app.Schemas.Register("quakes-value", """{"type":"object"}""");

        var problem = await PostAsync(EnforcedApp.Prefixed(second.Id, GoodQuake), 422);

        Assert.Contains("takes version 1", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_WithALiveGuid_IsCheckedByThatSchema()
    {
        var schema = await _app.EnforceAsync("quakes");

        await ProduceAsync(HeaderOf(schema.Guid), GoodQuake, 201);
        await ProduceAsync(HeaderOf(schema.Guid), """{"mag":"4"}""", 422);
        await ProduceAsync(HeaderOf(Guid.NewGuid()), GoodQuake, 422);
        await ProduceAsync("AQI=", GoodQuake, 422);
    }

    [Theory]
    [InlineData("RecordName", "Quake")]
    [InlineData("TopicRecordName", "quakes-Quake")]
    public async Task Strategies_NameTheSubjectByTheRecordsType(string strategy, string subject)
    {
        await _app.App.CreateTopicAsync("quakes");
        var schema = _app.Schemas.Register(subject, EnforcedApp.Quake);
        var stranger = _app.Schemas.Register("somewhere", """{"title":"Stranger"}""");
        using var set = await _app.PutAsync("quakes", $$"""{"mode":"enforce","strategy":"{{strategy}}"}""");
        await set.JsonAsync(200);

        await PostAsync(EnforcedApp.Prefixed(schema.Id, GoodQuake), 201);
        await PostAsync(EnforcedApp.Prefixed(schema.Id, "{}"), 422);
        await PostAsync(EnforcedApp.Prefixed(stranger.Id, GoodQuake), 422);
        var plain = await PostAsync("""{"mag":1}"""u8.ToArray(), 422);
        Assert.Contains("must name its schema", plain.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stamp_AddsConfluentsHeaderToWhatFits()
    {
        var schema = await _app.EnforceAsync("quakes", """{"mode":"enforce","stamp":true}""");

        await _app.App.ProduceAsync("quakes", """{"value":{"mag":1}}""", """{"value":{"mag":2},"headers":[{"name":"a","value":"b"}]}""", """{"value":null}""");

        var records = await _app.RecordsAsync("quakes", "?schema=true");
        Assert.Equal(HeaderOf(schema.Guid), records[0].GetProperty("headers")[0].GetProperty("value").GetString());
        Assert.Equal(["a", "__value_schema_id"], records[1].GetProperty("headers").EnumerateArray().Select(header => header.GetProperty("name").GetString()));
        Assert.Empty(records[2].GetProperty("headers").EnumerateArray());
        Assert.Equal("header", records[0].GetProperty("schema").GetProperty("from").GetString());
        Assert.Equal(schema.Id, records[1].GetProperty("schema").GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task Stamp_DoesNotFitIntoALargestRecord_IsRefused()
    {
        await _app.App.CreateTopicAsync("quakes", config: """{"max.message.bytes":"120"}""");
        _app.Schemas.Register("quakes-value", EnforcedApp.Quake);
        using var set = await _app.PutAsync("quakes", """{"mode":"enforce","stamp":true}""");
        await set.JsonAsync(200);

        using var response = await _app.App.PostAsync("/v1/topics/quakes", $$"""{"mag":1,"place":"{{new string('x', 20)}}"}""");

        await response.ProblemAsync("message-too-large");
    }

    [Fact]
    public async Task Readers_AreToldTheSchema()
    {
        var schema = await _app.EnforceAsync("quakes");
        await PostAsync(EnforcedApp.Prefixed(schema.Id, GoodQuake), 201);
        await PostAsync("""{"mag":1}"""u8.ToArray(), 201);

        var records = await _app.RecordsAsync("quakes", "?schema=true");

        Assert.Equal($$"""{"subject":"quakes-value","version":1,"id":{{schema.Id}},"guid":"{{schema.Guid}}","schemaType":"JSON","from":"prefix"}""", records[0].GetProperty("schema").GetRawText());
        Assert.Equal("unknown", records[1].GetProperty("schema").GetString());
        Assert.False((await _app.RecordsAsync("quakes"))[0].TryGetProperty("schema", out _));
        var one = await _app.App.GetJsonAsync("/v1/topics/quakes/partitions/0/records/0?schema=true");
        Assert.Equal("prefix", one.GetProperty("schema").GetProperty("from").GetString());
    }

    [Fact]
    public async Task MembersOfGroups_AreToldTheSchema()
    {
        var schema = await _app.EnforceAsync("quakes");
        await PostAsync(EnforcedApp.Prefixed(schema.Id, GoodQuake), 201);

        var polled = await (await _app.App.PostAsync("/v1/groups/g/poll", """{"topics":["quakes"],"schema":true,"valueFormat":"json"}""")).JsonAsync(200);
        Assert.Equal("prefix", polled.GetProperty("records")[0].GetProperty("schema").GetProperty("from").GetString());
        Assert.Equal(4.5, polled.GetProperty("records")[0].GetProperty("value").GetProperty("mag").GetDouble());
        using var wrong = await _app.App.PostAsync("/v1/groups/g/poll", """{"topics":["quakes"],"valueFormat":"xml"}""");
        await wrong.ProblemAsync("validation-failed");

        using var stream = await _app.App.GetAsync("/v1/topics/quakes/records?group=h&schema=true&valueFormat=json&max=1", "application/x-ndjson");
        var record = (await stream.Content.ReadAsStringAsync()).Split('\n').First(line => line.Contains("\"offset\"", StringComparison.Ordinal));
        Assert.Contains("\"from\":\"prefix\"", record, StringComparison.Ordinal);
        Assert.Contains("\"value\":{\"mag\":4.5}", record, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readers_OfAPinnedTopic_AreToldItsVersion()
    {
        await _app.EnforceAsync("quakes", """{"mode":"enforce","version":1}""");
        await PostAsync("""{"mag":1}"""u8.ToArray(), 201);

        var record = Assert.Single(await _app.RecordsAsync("quakes", "?schema=true"));

        Assert.Equal("pinned", record.GetProperty("schema").GetProperty("from").GetString());
    }

    [Fact]
    public async Task ValueFormatJson_ShowsThePayload_AlsoInStreams()
    {
        var schema = await _app.EnforceAsync("quakes");
        await PostAsync(EnforcedApp.Prefixed(schema.Id, GoodQuake), 201);

        var stored = Assert.Single(await _app.RecordsAsync("quakes"));
        var shown = Assert.Single(await _app.RecordsAsync("quakes", "?valueFormat=json"));
        using var stream = await _app.App.GetAsync("/v1/topics/quakes/records?from=earliest&max=1&for=5s&schema=true&valueFormat=json", "application/x-ndjson");
        var line = JsonDocument.Parse((await stream.Content.ReadAsStringAsync()).Split('\n').First(text => text.StartsWith("{\"partition\"", StringComparison.Ordinal))).RootElement;

        Assert.Equal(JsonValueKind.String, stored.GetProperty("value").ValueKind);
        Assert.Equal(GoodQuake, shown.GetProperty("value").GetRawText());
        Assert.Equal(GoodQuake, line.GetProperty("value").GetRawText());
        Assert.Equal(schema.Id, line.GetProperty("schema").GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task ValueFormat_OfAnotherName_Is400()
    {
        await _app.EnforceAsync("quakes");

        using var response = await _app.App.GetAsync("/v1/topics/quakes/records?valueFormat=xml");

        await response.ProblemAsync("invalid-parameter");
    }

    private static string HeaderOf(Guid guid) => Convert.ToBase64String([1, .. guid.ToByteArray(bigEndian: true)]);

    private async Task<JsonElement> PostAsync(byte[] value, int status)
    {
        using var response = await _app.App.SendAsync(HttpMethod.Post, "/v1/topics/quakes", value, "application/octet-stream");
        return await response.JsonAsync(status);
    }

    private async Task ProduceAsync(string header, string value, int status)
    {
        using var response = await _app.App.PostAsync("/v1/topics/quakes/records", $$"""[{"value":{{value}},"headers":[{"name":"__value_schema_id","value":"{{header}}","valueEncoding":"base64"}]}]""");
        await response.JsonAsync(status);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _app.DisposeAsync();
}
