using System.Net;
using System.Text;

namespace RestStream.Server.Tests.Schemas;

/// <summary>What topics ask of their records: set, shown, kept, taken away.</summary>
public sealed class TopicSchemaTests : IAsyncLifetime
{
    private readonly EnforcedApp _app = EnforcedApp.With();

    [Fact]
    public async Task Put_AnswersWhatIsInForce()
    {
        var schema = await _app.EnforceAsync("quakes");

        var shown = await _app.App.GetJsonAsync("/v1/topics/quakes/schema");

        Assert.Equal(
            $$$"""{"topic":"quakes","value":{"mode":"enforce","subject":"quakes-value","onInvalid":"reject","version":"latest","strategy":"TopicName","formats":"annotate","stamp":false,"allowMissing":false,"schema":{"subject":"quakes-value","version":1,"id":{{{schema.Id}}},"guid":"{{{schema.Guid}}}","schemaType":"JSON"}},"key":null}""",
            shown.GetRawText());
    }

    [Fact]
    public async Task Put_ForValueAndKey_KeepsBoth()
    {
        await _app.App.CreateTopicAsync("quakes");
        _app.Schemas.Register("any", EnforcedApp.Quake);
        using var set = await _app.PutAsync(
            "quakes", """{"value":{"mode":"warn","subject":"any","version":1,"formats":"assert"},"key":{"mode":"enforce","onInvalid":"deadLetter","stamp":true,"allowMissing":true}}""");

        var shown = await set.JsonAsync(200);

        Assert.Equal("any", shown.GetProperty("value").GetProperty("subject").GetString());
        Assert.Equal(1, shown.GetProperty("value").GetProperty("version").GetInt32());
        Assert.Equal("assert", shown.GetProperty("value").GetProperty("formats").GetString());
        Assert.Equal("deadLetter", shown.GetProperty("key").GetProperty("onInvalid").GetString());
        Assert.Equal("quakes-key", shown.GetProperty("key").GetProperty("subject").GetString());
        Assert.True(shown.GetProperty("key").GetProperty("stamp").GetBoolean());
    }

    [Theory]
    [InlineData("{}", "validation-failed", "/mode")]
    [InlineData("""{"mode":"strict"}""", "validation-failed", "/mode")]
    [InlineData("""{"mode":"1"}""", "validation-failed", "/mode")]
    [InlineData("""{"subject":"s"}""", "validation-failed", "/mode")]
    [InlineData("""{"mode":"enforce","onInvalid":"drop"}""", "validation-failed", "/onInvalid")]
    [InlineData("""{"mode":"enforce","version":0}""", "validation-failed", "/version")]
    [InlineData("""{"mode":"enforce","strategy":"Other"}""", "validation-failed", "/strategy")]
    [InlineData("""{"mode":"enforce","formats":"maybe"}""", "validation-failed", "/formats")]
    [InlineData("""{"mode":"enforce","value":{"mode":"off"}}""", "validation-failed", "/value")]
    [InlineData("""{"key":{"mode":"x"}}""", "validation-failed", "/key/mode")]
    [InlineData("""{"mode":"enforce","more":1}""", "invalid-json", "/more")]
    [InlineData("[]", "invalid-json", "")]
    public async Task Put_OfWhatIsNoRule_IsRefusedWithThePlace(string rule, string code, string pointer)
    {
        await _app.App.CreateTopicAsync("quakes");

        using var response = await _app.PutAsync("quakes", rule);

        var problem = await response.ProblemAsync(code);
        Assert.Equal(pointer, problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Theory]
    [InlineData("""{"mode":"enforce"}""")]
    [InlineData("""{"mode":"warn","subject":"other"}""")]
    [InlineData("""{"key":{"mode":"enforce"}}""")]
    public async Task Put_OfASubjectWithoutSchema_Is409UnlessAllowed(string rule)
    {
        await _app.App.CreateTopicAsync("quakes");

        using var refused = await _app.PutAsync("quakes", rule);
        await refused.ProblemAsync("schema-not-found");
        using var allowed = await _app.PutAsync("quakes", rule.Replace("\"mode\"", "\"allowMissing\":true,\"mode\"", StringComparison.Ordinal));
        await allowed.JsonAsync(200);
    }

    [Fact]
    public async Task Put_OfAVersionThatIsNotThere_Is409()
    {
        await _app.App.CreateTopicAsync("quakes");
        _app.Schemas.Register("quakes-value", "{}");

        using var response = await _app.PutAsync("quakes", """{"mode":"enforce","version":2}""");

        await response.ProblemAsync("schema-not-found");
    }

    [Fact]
    public async Task AllCalls_OfAnUnknownTopic_Are404()
    {
        using var put = await _app.PutAsync("none", """{"mode":"off"}""");
        await put.ProblemAsync("unknown-topic-or-partition");
        using var get = await _app.App.GetAsync("/v1/topics/none/schema");
        await get.ProblemAsync("unknown-topic-or-partition");
        using var delete = await _app.App.SendAsync(HttpMethod.Delete, "/v1/topics/none/schema", null);
        await delete.ProblemAsync("unknown-topic-or-partition");
    }

    [Fact]
    public async Task Delete_ChecksNothingAnyMore()
    {
        await _app.EnforceAsync("quakes");

        using var deleted = await _app.App.SendAsync(HttpMethod.Delete, "/v1/topics/quakes/schema", null);

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await _app.App.ProduceAsync("quakes", """{"value":1}""");
        Assert.Equal("""{"topic":"quakes","value":null,"key":null}""", (await _app.App.GetJsonAsync("/v1/topics/quakes/schema")).GetRawText());
    }

    [Fact]
    public async Task IfMatch_OfAnOlderState_Is412()
    {
        await _app.EnforceAsync("quakes");
        using var shown = await _app.App.GetAsync("/v1/topics/quakes/schema");
        var tag = shown.Headers.ETag!.Tag;
        using var first = await PutIfMatchAsync(tag);
        await first.JsonAsync(200);

        using var second = await PutIfMatchAsync(tag);

        await second.ProblemAsync("precondition-failed");
    }

    [Fact]
    public async Task Rules_DieWithTheTopic()
    {
        await _app.EnforceAsync("quakes");
        using var deleted = await _app.App.SendAsync(HttpMethod.Delete, "/v1/topics/quakes", null);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await _app.App.CreateTopicAsync("quakes");

        await _app.App.ProduceAsync("quakes", """{"value":1}""");
    }

    [Fact]
    public async Task Rules_OutliveARestart_AndOtherChangesOfTheTopic()
    {
        await _app.EnforceAsync("quakes", """{"mode":"enforce","onInvalid":"deadLetter","stamp":true,"formats":"assert","version":1}""");
        using var patched = await _app.App.SendAsync(HttpMethod.Patch, "/v1/topics/quakes", """{"partitions":2,"config":{"retention.ms":"1000"}}"""u8.ToArray());
        await patched.JsonAsync(200);
        var before = (await _app.App.GetJsonAsync("/v1/topics/quakes/schema")).GetRawText();

        await _app.RestartAsync();

        Assert.Equal(before, (await _app.App.GetJsonAsync("/v1/topics/quakes/schema")).GetRawText());
    }

    private Task<HttpResponseMessage> PutIfMatchAsync(string tag) =>
        _app.App.SendAsync(HttpMethod.Put, "/v1/topics/quakes/schema", Encoding.UTF8.GetBytes("""{"mode":"warn"}"""), headers: ("If-Match", tag));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _app.DisposeAsync();
}
