using System.Text;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Topics;

public sealed class TopicRoutesTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With();

    [Fact]
    public async Task Create_ValidBody_Returns201WithLocationETagAndShape()
    {
        using var response = await _app.PostAsync("/v1/topics", """{"name":"quakes","partitions":3,"config":{"retention.ms":"604800000"}}""");

        var topic = await response.JsonAsync(201);
        Assert.Equal("/v1/topics/quakes", response.Headers.Location!.OriginalString);
        Assert.NotNull(response.Headers.ETag);
        Assert.Equal("quakes", topic.GetProperty("name").GetString());
        Assert.True(topic.GetProperty("id").TryGetGuid(out _));
        Assert.Equal(3, topic.GetProperty("partitions").GetArrayLength());
        Assert.Equal(0, topic.GetProperty("partitions")[2].GetProperty("highWatermark").GetInt64());
        Assert.Equal("604800000", topic.GetProperty("config").GetProperty("retention.ms").GetString());
        Assert.Equal("retention.ms", topic.GetProperty("configOverrides")[0].GetString());
    }

    [Fact]
    public async Task Create_FormUrlencodedAsCurlSays_TakesTheBodyAsJson()
    {
        using var response = await _app.PostAsync("/v1/topics/", """{"name":"a","config":{"retention.ms":1000}}""", "application/x-www-form-urlencoded");

        Assert.Equal("1000", (await response.JsonAsync(201)).GetProperty("config").GetProperty("retention.ms").GetString());
    }

    [Theory]
    [InlineData("""{"name":"a","naem":1}""", "/naem")]
    [InlineData("""{"name":"a","name":"b"}""", "/name")]
    [InlineData("""{"name":"a","partitions":"three"}""", "/partitions")]
    [InlineData("""{"name":"a","config":{"retention.ms":{}}}""", "/config/retention.ms")]
    [InlineData("""{"name":"a","config":{"retention.ms":"1","retention.ms":"2"}}""", null)]
    [InlineData("""{"name":"a\ud800"}""", "/name")]
    [InlineData("""{"name":"a" """, null)]
    [InlineData("[]", "")]
    [InlineData("", "")]
    [InlineData("null", "")]
    public async Task Create_UnreadableBody_Returns400WithPointer(string body, string? pointer)
    {
        using var response = await _app.PostAsync("/v1/topics", body);

        var problem = await response.ProblemAsync("invalid-json");
        if (pointer is not null) Assert.Equal(pointer, problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Null(_app.Engine.Find("a"));
    }

    [Theory]
    [InlineData("""{"name":"a","name":"b"}""", "'name'")]
    [InlineData("""{"name":"a",}""", "comma")]
    [InlineData("""{"name":"a","config":{"retention.ms":"1","retention.ms":"2"}}""", "is given twice")]
    public async Task Create_UnreadableBody_IsToldInWordsOfJson(string body, string mentions)
    {
        using var response = await _app.PostAsync("/v1/topics", body);

        var detail = (await response.ProblemAsync("invalid-json")).GetProperty("detail").GetString();
        Assert.Contains(mentions, detail, StringComparison.Ordinal);
        foreach (var word in new[] { "deserialization", "RestStream", "reader options" }) Assert.DoesNotContain(word, detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_BadUtf8OrTooDeep_Returns400()
    {
        using var badUtf8 = await _app.SendAsync(HttpMethod.Post, "/v1/topics", [.. "{\"name\":\"a"u8, 0xC3, 0x28, .. "\"}"u8]);
        using var deep = await _app.PostAsync("/v1/topics", "{\"config\":" + new string('[', 100_000));

        await badUtf8.ProblemAsync("invalid-json");
        await deep.ProblemAsync("invalid-json");
    }

    [Theory]
    [InlineData("""{"name":".."}""", "validation-failed")]
    [InlineData("""{"name":"a/b"}""", "validation-failed")]
    [InlineData("""{"name":"Ä"}""", "validation-failed")]
    [InlineData("""{"name":"a","partitions":0}""", "validation-failed")]
    [InlineData("""{"partitions":1}""", "validation-failed")]
    [InlineData("""{"name":"a","partitions":100000}""", "invalid-partitions")]
    [InlineData("""{"name":"a","config":{"no.such":"1"}}""", "invalid-config")]
    [InlineData("""{"name":"a","config":{"retention.ms":"-7"}}""", "invalid-config")]
    [InlineData("""{"name":"__mine"}""", "internal-topic")]
    public async Task Create_NotAllowed_ReturnsItsProblemAndMakesNothing(string body, string code)
    {
        using var response = await _app.PostAsync("/v1/topics", body);

        await response.ProblemAsync(code);
        Assert.Empty(_app.Engine.List(null, 10, includeInternal: false));
    }

    [Fact]
    public async Task Create_AllThatIsWrong_IsToldAtOnce()
    {
        using var response = await _app.PostAsync("/v1/topics", """{"name":"..","partitions":0}""");

        var errors = (await response.ProblemAsync("validation-failed")).GetProperty("errors");
        Assert.Equal(["/name", "/partitions"], errors.EnumerateArray().Select(error => error.GetProperty("pointer").GetString()!).Order());
    }

    [Fact]
    public async Task Create_Twice_Returns409AndPutReturns200()
    {
        await _app.CreateTopicAsync("a", 2);

        using var again = await _app.PostAsync("/v1/topics", """{"name":"a","partitions":2}""");
        using var put = await _app.SendAsync(HttpMethod.Put, "/v1/topics/a", "{\"partitions\":2}"u8.ToArray());

        await again.ProblemAsync("topic-already-exists");
        await put.JsonAsync(200);
    }

    [Fact]
    public async Task Create_ValidateOnly_Returns200AndMakesNothing()
    {
        using var response = await _app.PostAsync("/v1/topics?validateOnly=true", """{"name":"a","partitions":2}""");

        Assert.Equal(2, (await response.JsonAsync(200)).GetProperty("partitions").GetArrayLength());
        using var get = await _app.GetAsync("/v1/topics/a");
        await get.ProblemAsync("unknown-topic-or-partition");
    }

    [Fact]
    public async Task Put_NewTopic_Returns201AndConfigReplacesWhole()
    {
        using var made = await _app.SendAsync(HttpMethod.Put, "/v1/topics/a", """{"partitions":1,"config":{"retention.ms":"5000","segment.ms":"7000"}}"""u8.ToArray());
        using var changed = await _app.SendAsync(HttpMethod.Put, "/v1/topics/a", """{"partitions":3,"config":{"retention.ms":"6000"}}"""u8.ToArray());

        await made.JsonAsync(201);
        var topic = await changed.JsonAsync(200);
        Assert.Equal(3, topic.GetProperty("partitions").GetArrayLength());
        Assert.Equal(["retention.ms"], topic.GetProperty("configOverrides").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task TopicThatTheSystemFlushes_SaysSoWhereverItIsDescribed()
    {
        const string config = """{"config":{"flush.messages":"1000","flush.ms":"1000"}}""";
        await _app.CreateTopicAsync("synced");
        using var made = await _app.SendAsync(HttpMethod.Put, "/v1/topics/system", Encoding.UTF8.GetBytes(config));
        using var preview = await _app.SendAsync(HttpMethod.Patch, "/v1/topics/synced?validateOnly=true", Encoding.UTF8.GetBytes(config));
        using var back = await _app.SendAsync(HttpMethod.Patch, "/v1/topics/synced", """{"config":{"flush.messages":"1000"}}"""u8.ToArray());
        var list = (await _app.GetJsonAsync("/v1/topics")).GetProperty("topics");

        Assert.Equal("system", (await made.JsonAsync(201)).GetProperty("durability").GetString());
        Assert.Equal("system", (await preview.JsonAsync(200)).GetProperty("durability").GetString());
        Assert.Equal("synced", (await back.JsonAsync(200)).GetProperty("durability").GetString());
        Assert.Equal("system", (await _app.GetJsonAsync("/v1/topics/system")).GetProperty("durability").GetString());
        Assert.Equal(["synced", "system"], list.EnumerateArray().Select(topic => topic.GetProperty("durability").GetString()));
    }

    [Fact]
    public async Task Put_RecordsOfALostTopicInTheWay_SaysWhichDirectory()
    {
        using var data = new TempDirectory();
        await using (var app = new RestStreamApp(data.Path)) await app.ProduceAsync("t", """{"value":1}""");
        File.Delete(Directory.GetFiles(data.Combine("topics"), "*.topic").Single());
        await using var without = new RestStreamApp(data.Path);

        using var put = await without.SendAsync(HttpMethod.Put, "/v1/topics/t", "{}"u8.ToArray());
        using var post = await without.PostAsync("/v1/topics/t", "1");

        Assert.Contains(data.Combine("t-0"), (await put.ProblemAsync("topic-already-exists")).GetProperty("detail").GetString(), StringComparison.Ordinal);
        await post.ProblemAsync("topic-already-exists");
    }

    [Fact]
    public async Task List_MoreThanLimit_PagesByOpaqueNext()
    {
        foreach (var name in new[] { "c", "a", "b" }) await _app.CreateTopicAsync(name);

        var first = await _app.GetJsonAsync("/v1/topics?limit=2");
        var second = await _app.GetJsonAsync($"/v1/topics?limit=2&next={first.GetProperty("next").GetString()}");

        Assert.Equal(["a", "b"], first.GetProperty("topics").EnumerateArray().Select(topic => topic.GetProperty("name").GetString()));
        Assert.Equal("c", second.GetProperty("topics")[0].GetProperty("name").GetString());
        Assert.Null(second.GetProperty("next").GetString());
    }

    [Theory]
    [InlineData("limit=x", "invalid-parameter")]
    [InlineData("limit=0", "validation-failed")]
    [InlineData("next=%21%21", "invalid-parameter")]
    public async Task List_BadParameter_IsRefused(string query, string code)
    {
        using var response = await _app.GetAsync("/v1/topics?" + query);

        await response.ProblemAsync(code);
    }

    [Fact]
    public async Task Patch_IfMatch_ChangesOnceThenReturns412()
    {
        await _app.CreateTopicAsync("a");
        using var get = await _app.GetAsync("/v1/topics/a");
        var etag = get.Headers.ETag!.Tag;

        using var first = await PatchAsync("""{"config":{"retention.ms":"1000"}}""", etag);
        using var second = await PatchAsync("""{"config":{"retention.ms":"2000"}}""", etag);

        Assert.NotEqual(etag, first.Headers.ETag!.Tag);
        await first.JsonAsync(200);
        await second.ProblemAsync("precondition-failed");
        Assert.Equal("1000", _app.Engine.Find("a")!.Config["retention.ms"]);
    }

    [Fact]
    public async Task Patch_NullConfigAndPartitions_ResetAndGrow()
    {
        await _app.CreateTopicAsync("a", 1, """{"retention.ms":"1000"}""");

        using var response = await PatchAsync("""{"partitions":4,"config":{"retention.ms":null}}""", "*");
        using var fewer = await PatchAsync("""{"partitions":1}""", null);
        using var nothing = await PatchAsync("{}", null);

        var topic = await response.JsonAsync(200);
        Assert.Equal(4, topic.GetProperty("partitions").GetArrayLength());
        Assert.Empty(topic.GetProperty("configOverrides").EnumerateArray());
        await fewer.ProblemAsync("invalid-partitions");
        await nothing.ProblemAsync("validation-failed");
    }

    [Fact]
    public async Task Delete_Existing_Returns204ThenTopicIsUnknown()
    {
        await _app.CreateTopicAsync("a");
        var id = _app.Engine.Resolve("a")!.Id;

        using var wrong = await _app.SendAsync(HttpMethod.Delete, "/v1/topics/a", null, headers: ("If-Match", "\"other\""));
        using var deleted = await _app.SendAsync(HttpMethod.Delete, "/v1/topics/a", null);
        using var again = await _app.SendAsync(HttpMethod.Delete, "/v1/topics/a", null);

        await wrong.ProblemAsync("precondition-failed");
        Assert.Equal(204, (int)deleted.StatusCode);
        await again.ProblemAsync("unknown-topic-or-partition");
        await _app.CreateTopicAsync("a");
        Assert.NotEqual(id, _app.Engine.Resolve("a")!.Id);
    }

    [Theory]
    [InlineData("%2e%2e", "route-not-found")]
    [InlineData("a%2fb", "unknown-topic-or-partition")]
    [InlineData("A", "unknown-topic-or-partition")]
    public async Task Get_OddName_NeverReachesAPath(string name, string code)
    {
        await _app.CreateTopicAsync("a");

        using var response = await _app.GetAsync("/v1/topics/" + name);

        if (name == "%2e%2e") Assert.Equal(404, (int)response.StatusCode);
        else await response.ProblemAsync(code);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    private Task<HttpResponseMessage> PatchAsync(string body, string? ifMatch) => _app.SendAsync(
        HttpMethod.Patch, "/v1/topics/a", System.Text.Encoding.UTF8.GetBytes(body), headers: ifMatch is null ? [] : [("If-Match", ifMatch)]);
}
