namespace RestStream.Server.Tests.Schemas;

/// <summary>Dry runs and first schemas.</summary>
public sealed class SchemaToolsTests : IAsyncLifetime
{
    private readonly EnforcedApp _app = EnforcedApp.With();

    [Fact]
    public async Task Validate_OfGivenRecords_TellsWhichDoNotFitAndWhy()
    {
        using var response = await _app.App.PostAsync("/v1/schemas/validate", $$"""{"schema":{{EnforcedApp.Quake}},"records":[{"mag":1},{"mag":"1"},7]}""");

        var answer = await response.JsonAsync(200);
        Assert.Equal((3, 1, 2), (answer.GetProperty("checked").GetInt32(), answer.GetProperty("valid").GetInt32(), answer.GetProperty("invalid").GetInt32()));
        Assert.Equal([1, 2], answer.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("index").GetInt32()));
        var place = answer.GetProperty("errors")[0].GetProperty("errors")[0];
        Assert.Equal(("/mag", "/properties/mag/type"), (place.GetProperty("pointer").GetString(), place.GetProperty("keywordLocation").GetString()));
    }

    [Theory]
    [InlineData(200_000, "multipleOf", "number")]
    [InlineData(1_100_000, "title", "bytes")]
    public async Task Validate_OfASchemaThatRegistrationWouldRefuse_IsRefusedToo(int digits, string keyword, string reason)
    {
        var value = keyword == "title" ? $"\"{new string('9', digits)}\"" : new string('9', digits);
        await using var app = EnforcedApp.With(("Limits:MaxControlBodyBytes", "4000000"));

        using var response = await app.App.PostAsync("/v1/schemas/validate", $"{{\"schema\":{{\"{keyword}\":{value}}},\"records\":[1,1]}}");

        Assert.Contains(reason, (await response.ProblemAsync("validation-failed")).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_BeyondARequestsTime_SaysWhatWasNotTried()
    {
        await using var app = EnforcedApp.With(("Enforcement:MaxTimePerBatch", "00:00:00.0000001"));

        using var response = await app.App.PostAsync("/v1/schemas/validate", $"{{\"schema\":true,\"records\":[{string.Join(',', Enumerable.Repeat("1", 100))}]}}");

        var last = (await response.JsonAsync(200)).GetProperty("errors").EnumerateArray().Last();
        Assert.Equal(99, last.GetProperty("index").GetInt32());
        Assert.Contains("took all the time", last.GetProperty("errors")[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_OfATopic_TriesItsLastRecords()
    {
        var schema = await _app.EnforceAsync("quakes", """{"mode":"off"}""");
        await _app.App.ProduceAsync("quakes", """{"value":"old"}""", """{"value":{"mag":1}}""", """{"value":null}""", """{"value":{"mag":-5}}""");

        using var response = await _app.App.PostAsync("/v1/schemas/validate", $$"""{"subject":"{{schema.Subject}}","topic":"quakes","max":3}""");

        var answer = await response.JsonAsync(200);
        Assert.Equal(2, answer.GetProperty("checked").GetInt32());
        var error = Assert.Single(answer.GetProperty("errors").EnumerateArray());
        Assert.Equal(3, error.GetProperty("offset").GetInt64());
    }

    [Theory]
    [InlineData("""{"records":[1]}""", "validation-failed", "/schema")]
    [InlineData("""{"schema":{"type":"what"},"records":[1]}""", "validation-failed", "/schema/type")]
    [InlineData("""{"schema":true}""", "validation-failed", "/records")]
    [InlineData("""{"schema":true,"topic":"none"}""", "unknown-topic-or-partition", null)]
    [InlineData("""{"subject":"none","records":[1]}""", "schema-not-found", null)]
    [InlineData("""{"schema":true,"records":[1],"max":0}""", "validation-failed", "/max")]
    public async Task Validate_OfWhatCannotBeTried_SaysWhy(string body, string code, string? pointer)
    {
        using var response = await _app.App.PostAsync("/v1/schemas/validate", body);

        var problem = await response.ProblemAsync(code);
        if (pointer is not null) Assert.Equal(pointer, problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Infer_OfATopic_MakesASchemaThatItsRecordsFit()
    {
        await _app.App.CreateTopicAsync("quakes");
        await _app.App.ProduceAsync("quakes", """{"value":{"id":1,"mag":2.5}}""", """{"value":{"id":2,"mag":3,"place":"Cobb"}}""");

        using var response = await _app.App.PostAsync("/v1/schemas/infer", """{"topic":"quakes"}""");

        var answer = await response.JsonAsync(200);
        Assert.Equal(2, answer.GetProperty("samples").GetInt32());
        Assert.Equal(["id", "mag"], answer.GetProperty("schema").GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        using var tried = await _app.App.PostAsync("/v1/schemas/validate", $$"""{"schema":{{answer.GetProperty("schema").GetRawText()}},"topic":"quakes"}""");
        Assert.Equal(0, (await tried.JsonAsync(200)).GetProperty("invalid").GetInt32());
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _app.DisposeAsync();
}
