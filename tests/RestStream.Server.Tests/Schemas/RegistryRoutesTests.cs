using System.Text;
using RestStream.TestKit;
using static RestStream.Server.Tests.Schemas.RegistryApp;

namespace RestStream.Server.Tests.Schemas;

/// <summary>Each call of the registry, and each of its error codes, over HTTP.</summary>
public sealed class RegistryRoutesTests : IAsyncLifetime
{
    private static readonly string Text = AvroText("a");
    private readonly RestStreamApp _app = RestStreamApp.With();

    [Fact]
    public async Task EmptyRegistry_AnswersEmptyLists()
    {
        Assert.Equal("[]", await _app.TextAsync("/subjects"));
        Assert.Equal("[]", await _app.TextAsync("/schemas"));
        Assert.Equal("""["."]""", await _app.TextAsync("/contexts"));
        Assert.Equal("""{"compatibilityLevel":"BACKWARD"}""", await _app.TextAsync("/config"));
        Assert.Equal("""{"mode":"READWRITE"}""", await _app.TextAsync("/mode"));
        Assert.Contains("AVRO", await _app.TextAsync("/schemas/types"), StringComparison.Ordinal);
        await _app.RefusedAsync(40401, "/subjects/s/versions");
        await _app.RefusedAsync(40401, "/subjects/s/versions/1");
        await _app.RefusedAsync(40401, "/subjects/s/versions/latest");
        await _app.RefusedAsync(40403, "/schemas/ids/1");
        await _app.RefusedAsync(40403, "/schemas/guids/1f0e9f3a-2222-3333-4444-555566667777");
        await _app.RefusedAsync(40408, "/config/s");
        await _app.RefusedAsync(40409, "/mode/s");
    }

    [Fact]
    public async Task Registered_IsFoundEveryWay()
    {
        var answer = await _app.OkAsync(HttpMethod.Post, "/subjects/s/versions", Avro("a"));
        var guid = answer.GetProperty("guid").GetString()!;
        Assert.Equal((1, 1), (answer.GetProperty("id").GetInt32(), answer.GetProperty("version").GetInt32()));

        Assert.Equal("""["s"]""", await _app.TextAsync("/subjects"));
        Assert.Equal("[1]", await _app.TextAsync("/subjects/s/versions"));
        Assert.Equal(Text, await _app.TextAsync("/subjects/s/versions/1/schema"));
        Assert.Equal(Text, await _app.TextAsync("/schemas/ids/1/schema"));
        Assert.Equal("""["s"]""", await _app.TextAsync("/schemas/ids/1/subjects"));
        Assert.Equal("""[{"subject":"s","version":1}]""", await _app.TextAsync("/schemas/ids/1/versions"));
        Assert.Equal("""[{"context":".","id":1}]""", await _app.TextAsync($"/schemas/guids/{guid}/ids"));
        Assert.Equal(Text, (await _app.GetJsonAsync($"/schemas/guids/{guid}")).GetProperty("schema").GetString());
        Assert.Equal(1, (await _app.GetJsonAsync("/schemas")).GetArrayLength());
        Assert.Equal(1, (await _app.GetJsonAsync("/schemas/ids/1?fetchMaxId=true")).GetProperty("maxId").GetInt32());
        var version = await _app.GetJsonAsync("/subjects/s/versions/latest");
        Assert.Equal(["subject", "version", "id", "guid", "schema", "ts"], version.EnumerateObject().Select(member => member.Name));
        Assert.Equal(["guid", "schema"], (await _app.GetJsonAsync("/schemas/ids/1")).EnumerateObject().Select(member => member.Name));
        Assert.Equal(version.GetRawText(), (await _app.GetJsonAsync("/subjects/s/versions/-1")).GetRawText());
        Assert.Equal(1, (await _app.OkAsync(HttpMethod.Post, "/subjects/s", Avro("a"))).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Compat8_SaysTypeSubjectAndVersion()
    {
        await using var app = RestStreamApp.With(("Schemas:Compat", "8"));
        var answer = await app.OkAsync(HttpMethod.Post, "/subjects/s/versions", Avro("a"));
        Assert.Equal("AVRO", answer.GetProperty("schemaType").GetString());
        var schema = await app.GetJsonAsync("/schemas/ids/1");
        Assert.Equal(("AVRO", "s", 1), (schema.GetProperty("schemaType").GetString(), schema.GetProperty("subject").GetString(), schema.GetProperty("version").GetInt32()));
        await app.RefusedAsync(40901, HttpMethod.Post, "/subjects/s/versions", Avro("a", "b"));
    }

    [Fact]
    public async Task LookUp_TellsWhatIsMissing()
    {
        await _app.RefusedAsync(40401, HttpMethod.Post, "/subjects/s", Avro("a"));
        await _app.RegisterAsync("s", "a");
        await _app.RefusedAsync(40403, HttpMethod.Post, "/subjects/s", Avro("b"));
        await _app.RefusedAsync(42201, HttpMethod.Post, "/subjects/s", Body("{}"));
        Assert.Equal(1, (await _app.OkAsync(HttpMethod.Post, "/subjects/s?normalize=False&deleted=False", Avro("a"))).GetProperty("id").GetInt32());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-2")]
    [InlineData("newest")]
    [InlineData("99999999999")]
    public async Task BadVersion_Is42202(string version) => await _app.RefusedAsync(42202, "/subjects/s/versions/" + version);

    [Fact]
    public async Task BadRegistrations_AreRefusedByCode()
    {
        const string Path = "/subjects/s/versions";
        await _app.RefusedAsync(42201, HttpMethod.Post, Path, Body("{\"type\":\"recrod\"}"));
        await _app.RefusedAsync(42201, HttpMethod.Post, Path, Body(Text, ",\"schemaType\":\"XML\""));
        await _app.RefusedAsync(42201, HttpMethod.Post, Path, "{}");
        await _app.RefusedAsync(42208, HttpMethod.Post, "/subjects/__GLOBAL/versions", Avro("a"));
        await _app.RefusedAsync(42208, HttpMethod.Post, "/subjects/a%01b/versions", Avro("a"));
        await _app.RefusedAsync(42205, HttpMethod.Post, Path, Body(Text, ",\"id\":7"));
        await _app.RefusedAsync(42210, HttpMethod.Post, Path, Body(Text, ",\"ruleSet\":{\"domainRules\":[{\"name\":\"1\"}]}"));
        await _app.RefusedAsync(400, HttpMethod.Post, Path, "{");
        await _app.RefusedAsync(400, HttpMethod.Post, Path, "[]");
        await _app.RefusedAsync(400, HttpMethod.Post, Path, "{\"schema\":{}}");
        await _app.RefusedAsync(400, HttpMethod.Post, Path, "{\"schema\":\"\\ud800\"}");
        await _app.RefusedAsync(400, HttpMethod.Post, Path, Body(Text, ",\"metadata\":{\"properties\":{\"\\ud800\":\"x\"}}"));
        await _app.RefusedAsync(400, HttpMethod.Put, "/config/s", "{\"defaultMetadata\":{\"properties\":{\"\\ud800\":\"x\"}}}");
        Assert.Equal("[]", await _app.TextAsync("/subjects?deleted=true"));
    }

    [Fact]
    public async Task TooLargeSchema_Is42209()
    {
        await using var app = RestStreamApp.With(("Schemas:MaxSchemaBytes", "60"));
        await app.RefusedAsync(42209, HttpMethod.Post, "/subjects/s/versions", Avro("a", "bcdefgh"));
        await app.RefusedAsync(42209, HttpMethod.Post, "/subjects/s/versions", Body(new string('x', 3 << 20)));
    }

    [Fact]
    public async Task Incompatible_Is409WithItsReasons()
    {
        await _app.RegisterAsync("s", "a");
        var message = await _app.RefusedAsync(409, HttpMethod.Post, "/subjects/s/versions", Avro("a", "b"));
        Assert.Contains("READER_FIELD_MISSING_DEFAULT_VALUE", message, StringComparison.Ordinal);
        Assert.Contains("{validateFields: 'false', compatibility: 'BACKWARD'}", message, StringComparison.Ordinal);
        Assert.Equal(2, await _app.RegisterAsync("s", "a", "b?"));
        await _app.OkAsync(HttpMethod.Post, "/subjects/s/versions?force=true", Avro("c"));
    }

    [Fact]
    public async Task CompatibilityCalls_SayWhatARegistrationWould()
    {
        const string Paths = "/compatibility/subjects/s/versions";
        Assert.Equal("""{"is_compatible":true}""", await _app.TextAsync(HttpMethod.Post, Paths + "/latest", Avro("a")));
        Assert.Equal("""{"is_compatible":true}""", await _app.TextAsync(HttpMethod.Post, Paths, Avro("a")));
        await _app.RefusedAsync(40402, HttpMethod.Post, Paths + "/1", Avro("a"));
        await _app.RegisterAsync("s", "a");
        Assert.Equal("""{"is_compatible":false}""", await _app.TextAsync(HttpMethod.Post, Paths + "/1", Avro("b")));
        var verbose = await _app.OkAsync(HttpMethod.Post, Paths + "?verbose=true", Avro("b"));
        Assert.False(verbose.GetProperty("is_compatible").GetBoolean());
        Assert.True(verbose.GetProperty("messages").GetArrayLength() >= 4);
        await _app.RefusedAsync(40402, HttpMethod.Post, Paths + "/2", Avro("a"));
        await _app.RefusedAsync(42202, HttpMethod.Post, Paths + "/x", Avro("a"));
        await _app.RefusedAsync(42201, HttpMethod.Post, Paths + "/latest", Body("nonsense"));
    }

    [Fact]
    public async Task Config_IsSetShownAndForgotten()
    {
        Assert.Equal("""{"compatibility":"FULL"}""", await _app.TextAsync(HttpMethod.Put, "/config/s", """{"compatibility":"full","unknown":1}"""));
        Assert.Equal("""{"compatibilityLevel":"FULL"}""", await _app.TextAsync("/config/s"));
        Assert.Equal("""{"compatibilityLevel":"BACKWARD"}""", await _app.TextAsync("/config/t?defaultToGlobal=true"));
        await _app.RefusedAsync(42203, HttpMethod.Put, "/config/s", """{"compatibility":"HALF"}""");
        Assert.Equal("""{"compatibilityLevel":"FULL"}""", await _app.TextAsync(HttpMethod.Delete, "/config/s"));
        await _app.RefusedAsync(40401, HttpMethod.Delete, "/config/s");
        await _app.OkAsync(HttpMethod.Put, "/config", """{"compatibility":"NONE"}""");
        Assert.Equal("""{"compatibilityLevel":"NONE"}""", await _app.TextAsync("/config"));
        await _app.OkAsync(HttpMethod.Delete, "/config");
        Assert.Equal("""{"compatibilityLevel":"BACKWARD"}""", await _app.TextAsync("/config"));
    }

    [Fact]
    public async Task Mode_IsSetShownAndForgotten()
    {
        Assert.Equal("""{"mode":"READONLY"}""", await _app.TextAsync(HttpMethod.Put, "/mode/s", """{"mode":"READONLY"}"""));
        Assert.Equal("""{"mode":"READONLY"}""", await _app.TextAsync("/mode/s"));
        await _app.RefusedAsync(42205, HttpMethod.Post, "/subjects/s/versions", Avro("a"));
        await _app.RefusedAsync(42204, HttpMethod.Put, "/mode/s", """{"mode":"SOMEHOW"}""");
        await _app.RefusedAsync(42204, HttpMethod.Put, "/mode/s", """{"mode":"FORWARD"}""");
        Assert.Equal("""{"mode":"READWRITE"}""", await _app.TextAsync("/mode/t?defaultToGlobal=true"));
        Assert.Equal("""{"mode":"READONLY"}""", await _app.TextAsync(HttpMethod.Delete, "/mode/s"));
        await _app.RefusedAsync(40401, HttpMethod.Delete, "/mode/s");
        await _app.OkAsync(HttpMethod.Put, "/mode", """{"mode":"IMPORT"}""");
        Assert.Equal(7, (await _app.OkAsync(HttpMethod.Post, "/subjects/s/versions", Body(Text, ",\"id\":7,\"version\":3"))).GetProperty("id").GetInt32());
        Assert.Equal(4, (await _app.OkAsync(HttpMethod.Post, "/subjects/s/versions", Body(Text, ",\"id\":8"))).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Deletes_GoStepByStep()
    {
        await _app.RegisterAsync("s", "a");
        await _app.RegisterAsync("s", "a", "b?");
        await _app.RefusedAsync(40405, HttpMethod.Delete, "/subjects/s?permanent=true");
        await _app.RefusedAsync(40407, HttpMethod.Delete, "/subjects/s/versions/1?permanent=true");
        Assert.Equal("1", await _app.TextAsync(HttpMethod.Delete, "/subjects/s/versions/1"));
        await _app.RefusedAsync(40406, HttpMethod.Delete, "/subjects/s/versions/1");
        Assert.Equal("[2]", await _app.TextAsync("/subjects/s/versions"));
        Assert.Equal("[1,2]", await _app.TextAsync("/subjects/s/versions?deleted=true"));
        Assert.Equal("[1]", await _app.TextAsync("/subjects/s/versions?deletedOnly=true"));
        Assert.Equal("[-1,2]", await _app.TextAsync("/subjects/s/versions?deletedAsNegative=true"));
        Assert.True((await _app.GetJsonAsync("/subjects/s/versions/1?deleted=true")).GetProperty("deleted").GetBoolean());
        Assert.Equal("[2]", await _app.TextAsync(HttpMethod.Delete, "/subjects/s"));
        await _app.RefusedAsync(40404, HttpMethod.Delete, "/subjects/s");
        Assert.Equal("[]", await _app.TextAsync("/subjects"));
        Assert.Equal("""["s"]""", await _app.TextAsync("/subjects?deletedOnly=true"));
        Assert.Equal("[1,2]", await _app.TextAsync(HttpMethod.Delete, "/subjects/s?permanent=true"));
        await _app.RefusedAsync(40401, HttpMethod.Delete, "/subjects/s");
        await _app.RefusedAsync(40403, "/schemas/ids/1");
        Assert.Equal(3, await _app.RegisterAsync("s", "a"));
    }

    [Fact]
    public async Task References_AreHeldAndListed()
    {
        await _app.RegisterAsync("base", "a");
        var uses = Body("""{"type":"record","name":"U","fields":[{"name":"r","type":"R"}]}""", ",\"references\":[{\"name\":\"R\",\"subject\":\"base\",\"version\":-1}]");
        Assert.Equal(2, (await _app.OkAsync(HttpMethod.Post, "/subjects/user/versions", uses)).GetProperty("id").GetInt32());

        Assert.Equal("[2]", await _app.TextAsync("/subjects/base/versions/1/referencedby"));
        Assert.Equal("""[{"name":"R","subject":"base","version":1}]""", (await _app.GetJsonAsync("/schemas/ids/2")).GetProperty("references").GetRawText());
        await _app.RefusedAsync(42206, HttpMethod.Delete, "/subjects/base");
        await _app.RefusedAsync(42206, HttpMethod.Delete, "/subjects/base/versions/1");
    }

    [Fact]
    public async Task TagsGivenTwice_CountAsTheLastSays()
    {
        await _app.OkAsync(HttpMethod.Post, "/subjects/s/versions", Body(Text, ",\"metadata\":{\"tags\":{\"a\":[\"x\"],\"a\":[\"y\"]}}"));
        Assert.Equal("""{"tags":{"a":["y"]}}""", (await _app.GetJsonAsync("/subjects/s/versions/1")).GetProperty("metadata").GetRawText());
    }

    [Fact]
    public async Task TextThatCannotBeWritten_IsOneCleanError_AndSpoilsNoList()
    {
        await _app.RegisterAsync("base", "a");
        await _app.OkAsync(HttpMethod.Post, "/subjects/user/versions", Body("""{"type":"record","name":"U","fields":[{"name":"r","type":"R"}]}""", ",\"references\":[{\"name\":\"R\",\"subject\":\"base\",\"version\":1}]"));
        Assert.Contains("fields", (await _app.GetJsonAsync("/schemas/ids/2?format=resolved")).GetProperty("schema").GetString(), StringComparison.Ordinal);
        foreach (var path in new[] { "/subjects/user", "/subjects/base", "/subjects/base?permanent=true" }) await _app.OkAsync(HttpMethod.Delete, path);

        foreach (var path in new[] { "/schemas/ids/2?format=resolved", "/schemas/ids/2/schema?format=resolved", "/subjects/user/versions/1?format=resolved&deleted=true" })
            await _app.RefusedAsync(42201, path);
        Assert.Equal(1, (await _app.GetJsonAsync("/schemas?format=resolved&deleted=true")).GetArrayLength());
        Assert.Contains("\"R\"", (await _app.GetJsonAsync("/schemas/ids/2")).GetProperty("schema").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ModesBelowAContext_AreDeletedThoughItHasNoneItself()
    {
        await _app.OkAsync(HttpMethod.Put, "/mode/:.c:s", """{"mode":"READONLY"}""");
        await _app.RefusedAsync(40401, HttpMethod.Delete, "/mode/:.c:");
        Assert.Equal("""{"mode":"READONLY"}""", await _app.TextAsync("/mode/:.c:s"));

        Assert.Equal("{}", await _app.TextAsync(HttpMethod.Delete, "/mode/:.c:?recursive=true"));
        await _app.RefusedAsync(40409, "/mode/:.c:s");
    }

    [Fact]
    public async Task TagsInsideTheText_AreRefusedEverywhere()
    {
        const string Path = "/subjects/s/versions";
        await _app.OkAsync(HttpMethod.Post, Path, Body(Text, ",\"schemaTagsToAdd\":[],\"propagateSchemaTags\":true"));
        foreach (var member in new[] { "schemaTagsToAdd", "schemaTagsToRemove" })
            await _app.RefusedAsync(42201, HttpMethod.Post, Path, Body(AvroText("b?"), $$""","{{member}}":[{"schemaEntity":{"entityPath":"R","entityType":"sr_record"},"tags":["x"]}]"""));
        Assert.Equal("[1]", await _app.TextAsync(Path));
        await _app.OkAsync(HttpMethod.Post, Path, Body("""{"type":"record","name":"R","fields":[{"name":"a","type":"int","confluent:tags":["PII"]}]}"""));
        await _app.RefusedAsync(42201, HttpMethod.Post, Path, Body(AvroText("a", "c?"), ",\"propagateSchemaTags\":true"));
    }

    [Fact]
    public async Task VerboseChecks_SayWhatIsWrongInMessages()
    {
        const string Paths = "/compatibility/subjects/s/versions";
        Assert.Equal("""{"is_compatible":true,"messages":[]}""", await _app.TextAsync(HttpMethod.Post, Paths + "?verbose=true", Avro("a")));
        await _app.RefusedAsync(42201, HttpMethod.Post, Paths, Body("{}"));
        var wrong = await _app.OkAsync(HttpMethod.Post, Paths + "?verbose=true", Body("{}"));
        Assert.False(wrong.GetProperty("is_compatible").GetBoolean());
        Assert.Contains("\"type\" is missing", wrong.GetProperty("messages")[0].GetString(), StringComparison.Ordinal);
        await _app.RefusedAsync(40402, HttpMethod.Post, Paths + "/3?verbose=true", Body("{}"));
    }

    [Fact]
    public async Task SchemasByTypeOfTheirRules_AreListed()
    {
        await _app.OkAsync(HttpMethod.Post, "/subjects/s/versions", Body(Text, ""","ruleSet":{"domainRules":[{"name":"r","type":"CEL","mode":"WRITE"}],"migrationRules":[{"name":"m","type":"JSONATA","mode":"UPGRADE"}]}"""));
        await _app.RegisterAsync("t", "a");

        foreach (var (type, count) in new[] { ("CEL", 1), ("JSONATA", 1), ("ENCRYPT", 0), ("DOMAIN", 0) })
            Assert.Equal(count, (await _app.GetJsonAsync("/schemas?ruleType=" + type)).GetArrayLength());
    }

    [Fact]
    public async Task Rules_AreNamedOnceInAllLists_AndHaveAKnownKind()
    {
        const string Path = "/subjects/s/versions";
        await _app.RefusedAsync(42210, HttpMethod.Post, Path, Body(Text, ""","ruleSet":{"domainRules":[{"name":"r","type":"CEL"}],"migrationRules":[{"name":"r","type":"CEL","mode":"UPGRADE"}]}"""));
        await _app.RefusedAsync(42210, HttpMethod.Post, Path, Body(Text, ""","ruleSet":{"domainRules":[{"name":"r","type":"CEL","kind":"GUESS"}]}"""));
        await _app.RegisterAsync("s", "a");
        await _app.OkAsync(HttpMethod.Post, "/compatibility/subjects/s/versions", Body(Text, ""","ruleSet":{"domainRules":[{"name":"1"}]}"""));
        await _app.RefusedAsync(42210, HttpMethod.Post, Path + "/1/tags", """{"ruleSet":{},"rulesToRemove":["r"]}""");
    }

    [Fact]
    public async Task ReferenceWithoutVersion_IsRefused()
    {
        await _app.RegisterAsync("base", "a");
        var message = await _app.RefusedAsync(42201, HttpMethod.Post, "/subjects/user/versions", Body("\"R\"", ",\"references\":[{\"name\":\"R\",\"subject\":\"base\"}]"));
        Assert.Contains("no version", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_IsKeptAndFound()
    {
        await _app.OkAsync(HttpMethod.Post, "/subjects/s/versions", Body(Text, ""","metadata":{"tags":{"x":["b","a"]},"properties":{"owner":"me"}},"ruleSet":{"domainRules":[{"name":"r","type":"CEL","mode":"WRITE"}]}"""));
        var version = await _app.GetJsonAsync("/subjects/s/versions/1");
        Assert.Equal("""{"tags":{"x":["a","b"]},"properties":{"owner":"me"}}""", version.GetProperty("metadata").GetRawText());
        Assert.Equal("r", version.GetProperty("ruleSet").GetProperty("domainRules")[0].GetProperty("name").GetString());
        Assert.Equal(1, (await _app.GetJsonAsync("/subjects/s/metadata?key=owner&value=me")).GetProperty("version").GetInt32());
        await _app.RefusedAsync(40403, "/subjects/s/metadata?key=owner&value=you");
        await _app.RefusedAsync(40401, "/subjects/t/metadata?key=owner&value=you");
        Assert.Equal(1, (await _app.GetJsonAsync("/subjects/s/metadata?key=owner&value=me&key=other")).GetProperty("version").GetInt32());
        await _app.OkAsync(HttpMethod.Delete, "/subjects/s");
        await _app.RefusedAsync(40401, "/subjects/s/metadata?key=owner&value=me");
        Assert.Equal(1, (await _app.GetJsonAsync("/subjects/s/metadata?key=owner&value=me&deleted=true")).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task JsonAndProtobuf_AreKeptToo()
    {
        Assert.Equal("""["JSON","PROTOBUF","AVRO"]""", await _app.TextAsync("/schemas/types"));
        await _app.OkAsync(HttpMethod.Post, "/subjects/j/versions", Body("""{ "type": "object" }""", ",\"schemaType\":\"JSON\""));
        Assert.Equal("""{"type":"object"}""", await _app.TextAsync("/subjects/j/versions/1/schema"));
        await _app.OkAsync(HttpMethod.Post, "/subjects/p/versions", Body("syntax = \"proto3\"; message M { string a = 1; }", ",\"schemaType\":\"PROTOBUF\""));
        var version = await _app.GetJsonAsync("/subjects/p/versions/1");
        Assert.Equal("PROTOBUF", version.GetProperty("schemaType").GetString());
        Assert.Contains("string a = 1;", version.GetProperty("schema").GetString(), StringComparison.Ordinal);
        var serialized = (await _app.GetJsonAsync("/subjects/p/versions/1?format=serialized")).GetProperty("schema").GetString()!;
        Assert.NotEmpty(Convert.FromBase64String(serialized));
        var again = await _app.OkAsync(HttpMethod.Post, "/subjects/p", Body(serialized, ",\"schemaType\":\"PROTOBUF\""));
        Assert.Equal(1, again.GetProperty("version").GetInt32());
        await _app.RefusedAsync(42201, HttpMethod.Post, "/subjects/j/versions", Body("""{"type":"objekt"}""", ",\"schemaType\":\"JSON\""));
        await _app.RefusedAsync(42201, HttpMethod.Post, "/subjects/p/versions", Body("message {", ",\"schemaType\":\"PROTOBUF\""));
    }

    [Fact]
    public async Task Tags_MakeAVersionWithOtherMetadataAndRules()
    {
        const string Path = "/subjects/s/versions/latest/tags";
        await _app.RefusedAsync(40401, HttpMethod.Post, Path, "{}");
        await _app.RegisterAsync("s", "a");
        var tagged = await _app.OkAsync(HttpMethod.Post, Path, """{"metadata":{"properties":{"owner":"me"}},"rulesToMerge":{"domainRules":[{"name":"r","type":"CEL","mode":"WRITE"}]}}""");
        Assert.Equal((2, Text), (tagged.GetProperty("version").GetInt32(), tagged.GetProperty("schema").GetString()));
        Assert.Equal("r", tagged.GetProperty("ruleSet").GetProperty("domainRules")[0].GetProperty("name").GetString());
        var bare = await _app.OkAsync(HttpMethod.Post, Path, """{"rulesToRemove":["r"]}""");
        Assert.Equal((3, "me"), (bare.GetProperty("version").GetInt32(), bare.GetProperty("metadata").GetProperty("properties").GetProperty("owner").GetString()));
        var again = await _app.OkAsync(HttpMethod.Post, Path, "{}");
        Assert.Equal((4, "4"), (again.GetProperty("version").GetInt32(), again.GetProperty("metadata").GetProperty("properties").GetProperty("confluent:version").GetString()));
        await _app.RefusedAsync(42201, HttpMethod.Post, Path, """{"tagsToAdd":[{"schemaEntity":{"entityPath":"R","entityType":"sr_record"},"tags":["x"]}]}""");
    }

    [Fact]
    public async Task Contexts_AreInNamesAndInPaths()
    {
        await _app.RegisterAsync(":.c:s", "a");
        Assert.Equal("""[".",".c"]""", await _app.TextAsync("/contexts"));
        Assert.Equal("""[":.c:s"]""", await _app.TextAsync("/contexts/.c/subjects"));
        Assert.Equal("[1]", await _app.TextAsync("/contexts/c/subjects/s/versions"));
        Assert.Equal(Text, await _app.TextAsync("/contexts/:.c:/schemas/ids/1/schema"));
        Assert.Equal(Text, await _app.TextAsync("/schemas/ids/1/schema?subject=:.c:"));
        Assert.Equal(2, (await _app.OkAsync(HttpMethod.Post, "/contexts/c/subjects/t/versions", Avro("b"))).GetProperty("id").GetInt32());
        await _app.OkAsync(HttpMethod.Put, "/contexts/c/config", """{"compatibility":"NONE"}""");
        Assert.Equal("""{"compatibilityLevel":"NONE"}""", await _app.TextAsync("/config/:.c:s?defaultToGlobal=true"));
        Assert.Equal("""{"compatibilityLevel":"BACKWARD"}""", await _app.TextAsync("/config"));
        await _app.RefusedAsync(42211, HttpMethod.Delete, "/contexts/.c");
        await _app.RefusedAsync(404, "/contexts/.c/nothing");
        foreach (var subject in new[] { "s", "t" })
        {
            await _app.OkAsync(HttpMethod.Delete, "/contexts/c/subjects/" + subject);
            await _app.OkAsync(HttpMethod.Delete, $"/contexts/c/subjects/{subject}?permanent=true");
        }

        using var gone = await _app.Client.DeleteAsync("/contexts/.c");
        Assert.Equal(204, (int)gone.StatusCode);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a%2Fb")]
    [InlineData("ä:ö.+&")]
    [InlineData("100%")]
    public async Task AnyName_IsASubject(string subject)
    {
        await _app.RegisterAsync(subject, "a");

        Assert.Equal(subject, (await _app.GetJsonAsync("/subjects"))[0].GetString());
        Assert.Equal(subject, (await _app.GetJsonAsync($"/subjects/{Uri.EscapeDataString(subject)}/versions/1")).GetProperty("subject").GetString());
    }

    [Fact]
    public async Task SchemasList_ByPrefixNewestAndPage()
    {
        foreach (var subject in new[] { "a1", "a2", "b1" }) await _app.RegisterAsync(subject, "a");
        await _app.RegisterAsync("a1", "a", "b?");

        Assert.Equal(4, (await _app.GetJsonAsync("/schemas")).GetArrayLength());
        Assert.Equal(["a1/2", "a2/1"], await VersionsAsync("/schemas?subjectPrefix=a&latestOnly=true"));
        Assert.Equal(["a1/2"], await VersionsAsync("/schemas?offset=1&limit=1"));
        Assert.Equal(4, (await _app.GetJsonAsync("/schemas?limit=5000")).GetArrayLength());
        Assert.Equal("""["a2"]""", await _app.TextAsync("/subjects?subjectPrefix=a&offset=1"));
    }

    [Theory]
    [InlineData("*/*", MediaType)]
    [InlineData("application/json", "application/json")]
    [InlineData("application/vnd.schemaregistry+json", "application/vnd.schemaregistry+json")]
    [InlineData("application/json;q=0.5, application/vnd.schemaregistry.v1+json;q=0.9", MediaType)]
    [InlineData("application/vnd.schemaregistry.v1+json;q=0.1, application/json", "application/json")]
    [InlineData("text/html, application/*;q=0.3", MediaType)]
    public async Task Accept_IsHonoured(string accept, string expected)
    {
        using var response = await _app.GetAsync("/subjects", accept);
        Assert.Equal((200, expected), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task OddRequests_AreAnswered()
    {
        // kafkajs sends a Content-Type with a GET, Confluent's clients headers of their own.
        using (var get = await _app.SendAsync(HttpMethod.Get, "/subjects", [], MediaType, headers: [("Confluent-Accept-Unknown-Properties", "true")])) Assert.Equal(200, (int)get.StatusCode);
        using (var post = await _app.SendAsync(HttpMethod.Post, "/subjects/s/versions", Encoding.UTF8.GetBytes(Avro("a")), "application/octet-stream")) Assert.Equal(200, (int)post.StatusCode);
        await _app.OkAsync(HttpMethod.Post, "/subjects/s/versions?normalize=False", Body(Text, ",\"propagateSchemaTags\":false,\"schemaTagsToAdd\":[]"));
        using (var none = await _app.GetAsync("/subjects", "text/html")) Assert.Equal(406, (int)none.StatusCode);
        await _app.RefusedAsync(404, "/associations/resources/-/t?resourceType=topic&associationType=value");
        await _app.RefusedAsync(404, HttpMethod.Post, "/associations", "{}");
        await _app.RefusedAsync(404, "/subjects/s/nothing");
        await _app.RefusedAsync(405, HttpMethod.Put, "/subjects/s", "{}");
        Assert.Equal("{}", await _app.TextAsync("/"));
        Assert.Equal("{}", await _app.TextAsync(HttpMethod.Post, "/", "{}"));
        Assert.Equal("7.9.10", (await _app.GetJsonAsync("/v1/metadata/version")).GetProperty("version").GetString());
        Assert.Equal("", (await _app.GetJsonAsync("/v1/metadata/id")).GetProperty("id").GetString());
    }

    [Fact]
    public async Task InternalTopic_IsReadButNotWrittenByPublicRoutes()
    {
        await _app.RegisterAsync("s", "a");
        using var produced = await _app.PostAsync("/v1/topics/_schemas/records", "[{\"value\":1}]");
        Assert.Equal(403, (int)produced.StatusCode);
        using var deleted = await _app.Client.DeleteAsync("/v1/topics/_schemas");
        Assert.Equal(403, (int)deleted.StatusCode);
        var record = (await _app.GetJsonAsync("/v1/topics/_schemas/records")).GetProperty("records")[0];
        Assert.Equal("""{"keytype":"SCHEMA","subject":"s","version":1,"magic":1}""", record.GetProperty("key").GetString());
        Assert.Equal(1, record.GetProperty("value").GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task Restart_KeepsEverything()
    {
        using var directory = new TempDirectory();
        string before;
        await using (var app = new RestStreamApp(directory.Path))
        {
            await app.RegisterAsync("s", "a");
            await app.RegisterAsync("t", "b");
            await app.OkAsync(HttpMethod.Put, "/config/s", """{"compatibility":"FULL"}""");
            await app.OkAsync(HttpMethod.Delete, "/subjects/t");
            await app.OkAsync(HttpMethod.Delete, "/subjects/t?permanent=true");
            before = await app.TextAsync("/schemas?deleted=true");
        }

        await using var again = new RestStreamApp(directory.Path);
        Assert.Equal(before, await again.TextAsync("/schemas?deleted=true"));
        Assert.Equal("""{"compatibilityLevel":"FULL"}""", await again.TextAsync("/config/s"));
        Assert.Equal(3, await again.RegisterAsync("t", "b"));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    private async Task<List<string>> VersionsAsync(string path) =>
        [.. (await _app.GetJsonAsync(path)).EnumerateArray().Select(one => $"{one.GetProperty("subject").GetString()}/{one.GetProperty("version").GetInt32()}")];
}
