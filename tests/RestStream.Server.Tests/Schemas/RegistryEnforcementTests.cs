using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RestStream.Server.Tests.Schemas;

/// <summary>Enforcement over the real registry: versions, references, Avro, restarts.</summary>
public sealed class RegistryEnforcementTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With();

    [Fact]
    public async Task RegisteredSchema_IsEnforced_AndTheNextVersionToo()
    {
        await EnforceAsync("quakes", "JSON", EnforcedApp.Quake);
        await PostAsync("quakes", """{"mag":1}"""u8.ToArray(), 201);
        await PostAsync("quakes", """{"mag":11}"""u8.ToArray(), 422);

        await RegisterAsync("quakes-value", "JSON", """{"title":"Quake","type":"object","properties":{"mag":{"type":"number"},"place":{"type":"string"}}}""");

        await PostAsync("quakes", """{"mag":11}"""u8.ToArray(), 201);
    }

    [Fact]
    public async Task References_AreFoundInTheRegistry()
    {
        await RegisterAsync("place", "JSON", """{"type":"object","required":["lat"]}""");
        await EnforceAsync("quakes", "JSON", """{"properties":{"place":{"$ref":"place.json"}}}""", """[{"name":"place.json","subject":"place","version":1}]""");

        await PostAsync("quakes", """{"place":{"lat":1}}"""u8.ToArray(), 201);
        var problem = await PostAsync("quakes", """{"place":{}}"""u8.ToArray(), 422);

        Assert.Equal("/place", problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Avro_IsCheckedByDecoding_AndShownAsJson()
    {
        var id = await EnforceAsync("readings", "AVRO", """{"type":"record","name":"Reading","fields":[{"name":"sensor","type":"string"},{"name":"value","type":"int"}]}""");
        byte[] prefix = [0, 0, 0, (byte)(id >> 8), (byte)id];

        await PostAsync("readings", [.. prefix, 4, (byte)'a', (byte)'b', 14], 201);
        await PostAsync("readings", [.. prefix, 4, (byte)'a'], 422);
        await PostAsync("readings", [.. prefix, 4, (byte)'a', (byte)'b', 14, 0], 422);
        await PostAsync("readings", """{"sensor":"ab","value":7}"""u8.ToArray(), 422);

        var page = await _app.GetJsonAsync("/v1/topics/readings/records?valueFormat=json&schema=true");
        var record = Assert.Single(page.GetProperty("records").EnumerateArray());
        Assert.Equal("""{"sensor":"ab","value":7}""", record.GetProperty("value").GetRawText());
        Assert.Equal("AVRO", record.GetProperty("schema").GetProperty("schemaType").GetString());
    }

    [Fact]
    public async Task DeletedVersion_IsNoLongerTaken()
    {
        var id = await EnforceAsync("quakes", "JSON", EnforcedApp.Quake);
        await RegisterAsync("quakes-value", "JSON", """{"title":"Quake","type":"object","properties":{"mag":{"type":"number"},"place":{"type":"string"}}}""");
        await PostAsync("quakes", EnforcedApp.Prefixed(id, """{"mag":1}"""), 201);

        using var deleted = await _app.SendAsync(HttpMethod.Delete, "/subjects/quakes-value/versions/1", null);
        await deleted.JsonAsync(200);

        await PostAsync("quakes", EnforcedApp.Prefixed(id, """{"mag":1}"""), 422);
    }

    [Fact]
    public async Task SubjectInAContext_CanBeNamed()
    {
        await RegisterAsync(":.lab:quakes", "JSON", EnforcedApp.Quake);
        await _app.CreateTopicAsync("quakes");
        using var set = await _app.SendAsync(HttpMethod.Put, "/v1/topics/quakes/schema", """{"mode":"enforce","subject":":.lab:quakes"}"""u8.ToArray());
        await set.JsonAsync(200);

        await PostAsync("quakes", """{"mag":"x"}"""u8.ToArray(), 422);
    }

    [Fact]
    public async Task SameTextOverAnotherReference_IsAnotherCheck()
    {
        const string Text = """{"properties":{"place":{"$ref":"place.json"}}}""", References = """[{"name":"place.json","subject":"place","version":1}]""";
        await RegisterAsync("place", "JSON", """{"type":"string"}""");
        await RegisterAsync(":.lab:place", "JSON", """{"type":"integer"}""");
        await EnforceAsync("here", "JSON", Text, References);
        await RegisterAsync(":.lab:there-value", "JSON", Text, References);
        await _app.CreateTopicAsync("there");
        using var set = await _app.SendAsync(HttpMethod.Put, "/v1/topics/there/schema", """{"mode":"enforce","subject":":.lab:there-value"}"""u8.ToArray());
        await set.JsonAsync(200);

        await PostAsync("here", """{"place":"x"}"""u8.ToArray(), 201);
        await PostAsync("here", """{"place":1}"""u8.ToArray(), 422);
        await PostAsync("there", """{"place":1}"""u8.ToArray(), 201);
        await PostAsync("there", """{"place":"x"}"""u8.ToArray(), 422);
    }

    [Fact]
    public async Task ImportedSchemas_CheckRecordsWhereTheyCanBeRead_AndRefuseThemWhereNot()
    {
        await ImportAsync("readings-value", 300, "AVRO", """{"type":"record","name":"R","fields":[{"name":"a","type":["null","int"],"default":0}]}""");
        await ImportAsync("odd-value", 301, "JSON", """{"type":"objekt"}""");
        foreach (var topic in new[] { "readings", "odd" })
        {
            await _app.CreateTopicAsync(topic);
            using var set = await _app.SendAsync(HttpMethod.Put, $"/v1/topics/{topic}/schema", """{"mode":"enforce"}"""u8.ToArray());
            await set.JsonAsync(200);
        }

        await PostAsync("readings", [0, 0, 0, 1, 44, 2, 14], 201);
        await PostAsync("readings", [0, 0, 0, 1, 44, 4, 14], 422);
        await PostAsync("odd", "{}"u8.ToArray(), 422);
        foreach (var path in new[] { "/subjects/odd-value/versions/1/sample", "/subjects/odd-value/versions/1/differences?from=1" })
        {
            using var answer = await _app.GetAsync(path, "*/*");
            Assert.InRange((int)answer.StatusCode, 200, 422);
        }
    }

    private async Task ImportAsync(string subject, int id, string type, string schema)
    {
        using var mode = await _app.SendAsync(HttpMethod.Put, "/mode/" + subject, """{"mode":"IMPORT"}"""u8.ToArray());
        await mode.JsonAsync(200);
        var body = new JsonObject { ["schemaType"] = type, ["schema"] = schema, ["id"] = id, ["version"] = 1 }.ToJsonString();
        using var response = await _app.SendAsync(HttpMethod.Post, $"/subjects/{subject}/versions", Encoding.UTF8.GetBytes(body));
        await response.JsonAsync(200);
    }

    private async Task<int> EnforceAsync(string topic, string type, string schema, string references = "[]")
    {
        var id = await RegisterAsync(topic + "-value", type, schema, references);
        await _app.CreateTopicAsync(topic);
        using var set = await _app.SendAsync(HttpMethod.Put, $"/v1/topics/{topic}/schema", """{"mode":"enforce"}"""u8.ToArray());
        await set.JsonAsync(200);
        return id;
    }

    private async Task<int> RegisterAsync(string subject, string type, string schema, string references = "[]")
    {
        var body = new JsonObject { ["schemaType"] = type, ["schema"] = schema, ["references"] = JsonNode.Parse(references) }.ToJsonString();
        using var response = await _app.SendAsync(HttpMethod.Post, $"/subjects/{Uri.EscapeDataString(subject)}/versions", Encoding.UTF8.GetBytes(body));
        return (await response.JsonAsync(200)).GetProperty("id").GetInt32();
    }

    private async Task<JsonElement> PostAsync(string topic, byte[] value, int status)
    {
        using var response = await _app.SendAsync(HttpMethod.Post, $"/v1/topics/{topic}", value, "application/octet-stream");
        return await response.JsonAsync(status);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _app.DisposeAsync();
}
