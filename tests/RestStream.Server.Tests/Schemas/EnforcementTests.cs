using System.Text.Json;

namespace RestStream.Server.Tests.Schemas;

/// <summary>Records that do not fit are refused, told or diverted, whatever way they come in.</summary>
public sealed class EnforcementTests : IAsyncLifetime
{
    private readonly EnforcedApp _app = EnforcedApp.With();

    [Fact]
    public async Task Single_ThatFits_IsStoredByteForByte()
    {
        await _app.EnforceAsync("quakes");

        using var response = await _app.App.PostAsync("/v1/topics/quakes", """ {"mag" : 4.20} """);

        await response.JsonAsync(201);
        Assert.Equal("""{"mag" : 4.20}""", (await _app.RecordsAsync("quakes"))[0].GetProperty("value").GetRawText().Trim());
    }

    [Theory]
    [InlineData("""{"mag":11}""", "/mag")]
    [InlineData("""{"mag":"4"}""", "/mag")]
    [InlineData("""{"place":"here"}""", "")]
    [InlineData("[]", "")]
    [InlineData("no json", "")]
    public async Task Single_ThatDoesNotFit_Is422WithThePlace(string value, string pointer)
    {
        await _app.EnforceAsync("quakes");

        using var response = await _app.App.PostAsync("/v1/topics/quakes", value);

        var problem = await response.ProblemAsync("invalid-record");
        Assert.Equal(pointer, problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.NotEqual("", problem.GetProperty("errors")[0].GetProperty("detail").GetString());
        Assert.Empty(await _app.RecordsAsync("quakes"));
    }

    [Fact]
    public async Task Batch_WithSomeThatDoNotFit_Is207WithIndexAndPointer()
    {
        await _app.EnforceAsync("quakes", partitions: 3);

        using var response = await _app.App.PostAsync(
            "/v1/topics/quakes/records?receipts=each",
            """[{"value":{"mag":1},"partition":0},{"value":{"mag":-1},"partition":1},{"value":{"mag":3},"partition":1},{"value":{"mag":4,"place":5},"partition":2}]""");

        var answer = await response.JsonAsync(207);
        Assert.Equal([1, 3], answer.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("index").GetInt32()));
        Assert.Equal(["/mag", "/place"], answer.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("errors")[0].GetProperty("pointer").GetString()));
        Assert.Equal(422, answer.GetProperty("errors")[0].GetProperty("status").GetInt32());
        Assert.Equal("""[{"partition":0,"baseOffset":0,"count":1},{"partition":1,"baseOffset":0,"count":1}]""", answer.GetProperty("partitions").GetRawText());
        Assert.Equal("""[{"partition":0,"offset":0},null,{"partition":1,"offset":0},null]""", answer.GetProperty("records").GetRawText());
        Assert.Equal(2, (await _app.RecordsAsync("quakes")).Length);
    }

    [Fact]
    public async Task Batch_WhereNoneFits_Is422WithAnEntryForEach()
    {
        await _app.EnforceAsync("quakes");

        using var response = await _app.App.PostAsync("/v1/topics/quakes/records", """[{"value":1},{"value":2}]""");

        var problem = await response.ProblemAsync("invalid-record");
        Assert.Equal([0, 1], problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("index").GetInt32()));
    }

    [Fact]
    public async Task Ndjson_GoesOnBehindLinesThatDoNotFit()
    {
        await _app.EnforceAsync("quakes");

        using var response = await _app.App.PostNdjsonAsync("quakes", "{\"value\":{\"mag\":1}}\n{\"value\":{\"mag\":99}}\n{\"value\":{\"mag\":3}}\n");

        var answer = await response.JsonAsync(207);
        Assert.Equal(2, answer.GetProperty("stored").GetInt64());
        var error = answer.GetProperty("errors")[0];
        Assert.Equal((1, 2), (error.GetProperty("index").GetInt32(), error.GetProperty("line").GetInt32()));
        Assert.Equal("/mag", error.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Tombstone_Passes()
    {
        await _app.EnforceAsync("quakes");

        await _app.App.ProduceAsync("quakes", """{"key":"ci37","value":null}""");

        Assert.Equal(JsonValueKind.Null, (await _app.RecordsAsync("quakes"))[0].GetProperty("value").ValueKind);
    }

    [Fact]
    public async Task Warn_StoresAndTellsAndCounts()
    {
        await _app.EnforceAsync("quakes", """{"mode":"warn"}""");

        var answer = await _app.App.ProduceAsync("quakes", """{"value":{"mag":1}}""", """{"value":{"mag":"2"}}""");

        Assert.Equal(2, answer.GetProperty("partitions")[0].GetProperty("count").GetInt32());
        var warning = Assert.Single(answer.GetProperty("warnings").EnumerateArray());
        Assert.Equal(1, warning.GetProperty("index").GetInt32());
        Assert.Equal("/mag", warning.GetProperty("errors")[0].GetProperty("pointer").GetString());
        // The meters of other servers in this process are read too: none warns of so many.
        await _app.App.ProduceAsync("quakes", [.. Enumerable.Repeat("""{"value":{"mag":"2"}}""", 41)]);
        using var metrics = await _app.App.GetAsync("/metrics");
        Assert.Contains("reststream_schema_warned_records_total 42", (await metrics.Content.ReadAsStringAsync()).Split('\n'));
    }

    [Fact]
    public async Task Warn_InNdjson_ListsLines()
    {
        await _app.EnforceAsync("quakes", """{"mode":"warn"}""");

        using var response = await _app.App.PostNdjsonAsync("quakes", "{\"value\":{\"mag\":1}}\n{\"value\":true}\n");

        var answer = await response.JsonAsync(201);
        Assert.Equal(2, answer.GetProperty("warnings")[0].GetProperty("line").GetInt32());
        Assert.Equal(1, answer.GetProperty("warningCount").GetInt32());
    }

    [Fact]
    public async Task Off_ChecksNothing()
    {
        await _app.EnforceAsync("quakes", """{"mode":"off"}""");

        await _app.App.ProduceAsync("quakes", """{"value":"anything"}""");

        Assert.Single(await _app.RecordsAsync("quakes"));
    }

    [Fact]
    public async Task NewVersion_HoldsFromTheNextRecordOn()
    {
        await _app.EnforceAsync("quakes");
        _app.Schemas.Register("quakes-value", """{"type":"object","required":["depth"]}""");

        using var old = await _app.App.PostAsync("/v1/topics/quakes", """{"mag":1}""");
        await old.ProblemAsync("invalid-record");
        using var fitting = await _app.App.PostAsync("/v1/topics/quakes", """{"depth":1}""");
        await fitting.JsonAsync(201);
    }

    [Fact]
    public async Task PinnedVersion_StaysWhatItIs()
    {
        await _app.EnforceAsync("quakes", """{"mode":"enforce","version":1}""");
        _app.Schemas.Register("quakes-value", """{"type":"object","required":["depth"]}""");

        using var response = await _app.App.PostAsync("/v1/topics/quakes", """{"mag":1}""");

        await response.JsonAsync(201);
    }

    [Theory]
    [InlineData("annotate", 201)]
    [InlineData("assert", 422)]
    public async Task Formats_RefuseOnlyWhenAsserted(string formats, int status)
    {
        await _app.EnforceAsync("mails", $$"""{"mode":"enforce","formats":"{{formats}}"}""", """{"type":"string","format":"ipv4"}""");

        using var response = await _app.App.PostAsync("/v1/topics/mails", "\"no address\"");

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task SeveralRecordTypes_ByOneOf()
    {
        await _app.EnforceAsync("events", """{"mode":"enforce"}""", """{"oneOf":[{"required":["born"]},{"required":["died"]}]}""");

        using var response = await _app.App.PostAsync("/v1/topics/events/records", """[{"value":{"born":1}},{"value":{"died":1}},{"value":{"born":1,"died":2}}]""");

        Assert.Equal(2, (await response.JsonAsync(207)).GetProperty("errors")[0].GetProperty("index").GetInt32());
    }

    [Theory]
    [InlineData("""{"type":"string","pattern":"^ci[0-9]+$"}""", "ci37", "us37")]
    [InlineData("""{"type":"integer","minimum":5}""", "7", "3")]
    [InlineData("""{"type":"string"}""", "7", null)]
    public async Task Keys_AreTextOrTheirJson(string schema, string good, string? bad)
    {
        await _app.App.CreateTopicAsync("quakes");
        _app.Schemas.Register("quakes-key", schema);
        using var set = await _app.PutAsync("quakes", """{"key":{"mode":"enforce"}}""");
        await set.JsonAsync(200);

        await _app.App.ProduceAsync("quakes", $$"""{"key":"{{good}}","value":"anything"}""", """{"value":"without a key"}""");
        if (bad is null) return;
        using var refused = await _app.App.PostAsync("/v1/topics/quakes/records", $$"""[{"key":"{{bad}}","value":1}]""");

        var problem = await refused.ProblemAsync("invalid-record");
        Assert.Contains("key", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingSchema_RefusesUnlessAllowed()
    {
        var schema = await _app.EnforceAsync("quakes");
        _app.Schemas.Delete(schema);

        using var refused = await _app.App.PostAsync("/v1/topics/quakes", """{"mag":1}""");
        await refused.ProblemAsync("schema-not-found");
        using var set = await _app.PutAsync("quakes", """{"mode":"enforce","allowMissing":true}""");
        await set.JsonAsync(200);
        using var passed = await _app.App.PostAsync("/v1/topics/quakes", """{"mag":"any"}""");
        await passed.JsonAsync(201);
    }

    [Fact]
    public async Task BeforeTheSchemasAreLoaded_CheckedTopicsTakeNothing_AndOthersDo()
    {
        await _app.EnforceAsync("quakes");
        _app.Schemas.Unload();

        using var refused = await _app.App.PostAsync("/v1/topics/quakes", """{"mag":1}""");
        await refused.ProblemAsync("shutting-down");
        using var other = await _app.App.PostAsync("/v1/topics/other", "1");
        await other.JsonAsync(201);
    }

    [Fact]
    public async Task RecordThatTakesTooMuch_IsValidationLimit()
    {
        await using var app = EnforcedApp.With(("Enforcement:MaxStepsPerRecord", "50"));
        await app.EnforceAsync("lists", """{"mode":"enforce"}""", """{"type":"array","items":{"type":"integer"}}""");

        using var response = await app.App.PostAsync("/v1/topics/lists", "[" + string.Join(',', Enumerable.Range(0, 5_000)) + "]");

        await response.ProblemAsync("validation-limit");
    }

    [Fact]
    public async Task AcksNone_StillTellsWhatTheRequestDidWrong()
    {
        await _app.EnforceAsync("quakes");

        using var response = await _app.App.PostAsync("/v1/topics/quakes?acks=0", """{"mag":"x"}""");

        await response.ProblemAsync("invalid-record");
    }

    [Fact]
    public async Task OtherTopics_AreNotTouched()
    {
        await _app.EnforceAsync("quakes");

        using var response = await _app.App.PostAsync("/v1/topics/others", "not json");

        await response.JsonAsync(201);
        Assert.Equal("not json", (await _app.RecordsAsync("others"))[0].GetProperty("value").GetString());
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _app.DisposeAsync();
}
