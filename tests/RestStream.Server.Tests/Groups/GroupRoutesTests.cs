using System.Net;
using System.Text.Json;
using RestStream.Core.Groups;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Groups;

/// <summary>Groups over HTTP: listed, shown, reset, deleted.</summary>
public sealed class GroupRoutesTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With(("Groups:OffsetsTopicPartitions", "1"));

    public async Task InitializeAsync()
    {
        await Eventually.True(() => _app.Engine.Groups.List(null, 1, null).IsSuccess);
        await _app.CreateTopicAsync("quakes", 3);
        await _app.CreateTopicAsync("storms", 1);
        for (int i = 0; i < 12; i++) await _app.ProduceAsync("quakes", $$"""{"value":{{i}},"partition":{{i % 3}},"timestamp":{{1000 + i}}}""");
    }

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    [Fact]
    public async Task List_Empty_ReturnsNoGroups()
    {
        JsonElement list = await _app.GetJsonAsync("/v1/groups");

        Assert.Equal(0, list.GetProperty("groups").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, list.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task List_Paged_GivesEveryGroupOnceByName()
    {
        string[] names = ["b", "größe 1", "a/b", "Z", "a", "100%"];
        foreach (string name in names) await CommitAsync(name, ("quakes", 0, 1));

        var seen = new List<string>();
        for (string next = "/v1/groups?limit=2"; next.Length > 0;)
        {
            JsonElement page = await _app.GetJsonAsync(next);
            Assert.InRange(page.GetProperty("groups").GetArrayLength(), 1, 2);
            seen.AddRange(page.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("group").GetString()!));
            next = page.GetProperty("next").GetString() is { } token ? $"/v1/groups?limit=2&next={token}" : "";
        }

        Assert.Equal(names.Order(StringComparer.Ordinal), seen);
    }

    [Fact]
    public async Task List_ByState_GivesOnlyGroupsInOneOfThem()
    {
        await CommitAsync("resting", ("quakes", 0, 1));
        await KafkaMember.JoinAsync(_app.Engine, "working", "quakes", 3);

        JsonElement stable = (await _app.GetJsonAsync("/v1/groups?state=stable")).GetProperty("groups");
        Assert.Equal("""[{"group":"working","state":"Stable","protocolType":"consumer","members":1}]""", stable.GetRawText());
        Assert.Equal(["resting"], Names(await _app.GetJsonAsync("/v1/groups?state=Empty,Dead")));
        Assert.Equal(["resting", "working"], Names(await _app.GetJsonAsync("/v1/groups?state=Empty,%20STABLE")));
    }

    [Theory]
    [InlineData("?state=sleeping", "invalid-parameter")]
    [InlineData("?state=1", "invalid-parameter")]
    [InlineData("?state=Stable,", "invalid-parameter")]
    [InlineData("?limit=ten", "invalid-parameter")]
    [InlineData("?limit=0", "validation-failed")]
    [InlineData("?limit=1001", "validation-failed")]
    [InlineData("?next=!", "invalid-parameter")]
    public async Task List_WrongParameter_ReturnsProblem(string query, string code)
    {
        using HttpResponseMessage response = await _app.GetAsync("/v1/groups" + query);

        await response.ProblemAsync(code);
    }

    [Theory]
    [InlineData("GET", "/v1/groups/nobody")]
    [InlineData("DELETE", "/v1/groups/nobody")]
    [InlineData("DELETE", "/v1/groups/nobody/offsets/quakes")]
    [InlineData("POST", "/v1/groups/nobody/offsets/reset")]
    public async Task UnknownGroup_Returns404(string method, string path)
    {
        using HttpResponseMessage response = await _app.SendAsync(HttpMethod.Parse(method), path, method == "POST" ? """{"to":"earliest"}"""u8.ToArray() : null);

        await response.ProblemAsync("group-id-not-found");
    }

    [Theory]
    [InlineData("GET", "/v1/groups/%20", "invalid-group-id")]
    [InlineData("DELETE", "/v1/groups/a%0Ab", "invalid-group-id")]
    [InlineData("GET", "/v1/groups/%FF", "invalid-parameter")]
    public async Task NameThatBreaksTheRules_ReturnsProblem(string method, string path, string code)
    {
        using HttpResponseMessage response = await _app.SendAsync(HttpMethod.Parse(method), path, null);

        await response.ProblemAsync(code);
    }

    [Fact]
    public async Task NameOf250Characters_IsRefused()
    {
        using HttpResponseMessage tooLong = await _app.GetAsync("/v1/groups/" + new string('g', 250));
        using HttpResponseMessage longest = await _app.GetAsync("/v1/groups/" + new string('g', 249));

        await tooLong.ProblemAsync("invalid-group-id");
        await longest.ProblemAsync("group-id-not-found");
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("100%")]
    [InlineData("a%2Fb")]
    [InlineData("größe ½ 🚚")]
    [InlineData("a?b#c&d=e+f")]
    public async Task NameOfAnyCharacters_IsFoundByItsPath(string group)
    {
        string path = "/v1/groups/" + Uri.EscapeDataString(group);
        using HttpResponseMessage committed = await _app.PostAsync(path + "/commit", """{"offsets":[{"topic":"quakes","partition":0,"nextOffset":1}]}""");

        await committed.JsonAsync(200);
        Assert.Equal(group, (await _app.GetJsonAsync(path)).GetProperty("group").GetString());
        Assert.True(_app.Engine.Groups.Describe(group).IsSuccess);
    }

    [Fact]
    public async Task Get_GroupOfOffsetsOnly_ShowsLagAndPartitionsWithoutAnOffset()
    {
        await CommitAsync("billing", ("quakes", 0, 1), ("quakes", 2, 4), ("storms", 0, 0));

        JsonElement group = await _app.GetJsonAsync("/v1/groups/billing");

        Assert.Equal("Empty", group.GetProperty("state").GetString());
        Assert.Equal(0, group.GetProperty("members").GetArrayLength());
        Assert.Equal(3, group.GetProperty("lag").GetInt64());
        Assert.Equal(
            [("quakes", 0, 1, 4, 3), ("quakes", 1, null, 4, null), ("quakes", 2, 4, 4, 0), ("storms", 0, 0, 0, 0)],
            group.GetProperty("offsets").EnumerateArray().Select(Lag));
    }

    [Fact]
    public async Task Get_GroupWithAMember_ShowsIt()
    {
        string member = await KafkaMember.JoinAsync(_app.Engine, "billing", "quakes", 3);

        JsonElement group = await _app.GetJsonAsync("/v1/groups/billing");

        Assert.Equal(("Stable", "consumer", "range", 1), (
            group.GetProperty("state").GetString(), group.GetProperty("protocolType").GetString(), group.GetProperty("protocol").GetString(), group.GetProperty("generation").GetInt32()));
        Assert.Equal(member, group.GetProperty("leader").GetString());
        JsonElement shown = group.GetProperty("members")[0];
        Assert.Equal((member, "java", "/10.0.0.9"), (shown.GetProperty("member").GetString(), shown.GetProperty("clientId").GetString(), shown.GetProperty("host").GetString()));
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("instance").ValueKind);
        Assert.Equal("""["quakes"]""", shown.GetProperty("topics").GetRawText());
        Assert.Equal("""{"topic":"quakes","partition":2}""", shown.GetProperty("assignment")[2].GetRawText());
        Assert.All(group.GetProperty("offsets").EnumerateArray(), offset => Assert.Equal(member, offset.GetProperty("member").GetString()));
        Assert.Contains(member, group.GetProperty("lastRebalance").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.True(group.GetProperty("lastRebalance").GetProperty("durationMs").GetDouble() >= 0);
    }

    [Theory]
    [InlineData("""{"to":"latest"}""", 4)]
    [InlineData("""{"to":"earliest"}""", 0)]
    [InlineData("""{"to":"-1"}""", 3)]
    [InlineData("""{"to":"3"}""", 3)]
    [InlineData("""{"to":3}""", 3)]
    [InlineData("""{"to":"@1006"}""", 2)]
    [InlineData("""{"shift":1}""", 2)]
    [InlineData("""{"shift":-7}""", 0)]
    [InlineData("""{"to":"latest","topics":["quakes"],"partitions":[0]}""", 4)]
    [InlineData("""{"to":"latest","partitions":[{"topic":"quakes","partition":0}],"dryRun":false}""", 4)]
    public async Task Reset_OfAnEmptyGroup_MovesTheOffset(string body, long after)
    {
        await CommitAsync("billing", ("quakes", 0, 1));

        using HttpResponseMessage response = await _app.PostAsync("/v1/groups/billing/offsets/reset", body);

        JsonElement reset = await response.JsonAsync(200);
        Assert.False(reset.GetProperty("dryRun").GetBoolean());
        Assert.Equal($$"""[{"topic":"quakes","partition":0,"before":1,"after":{{after}}}]""", reset.GetProperty("offsets").GetRawText());
        Assert.Equal(after, Assert.Single(_app.Engine.Groups.Offsets("billing").Value!).NextOffset);
    }

    [Fact]
    public async Task Reset_DryRun_TellsAndChangesNothing()
    {
        await CommitAsync("billing", ("quakes", 0, 1));

        using HttpResponseMessage response = await _app.PostAsync("/v1/groups/billing/offsets/reset", """{"to":"latest","topics":["quakes","storms"],"dryRun":true}""");

        JsonElement reset = await response.JsonAsync(200);
        Assert.True(reset.GetProperty("dryRun").GetBoolean());
        Assert.Equal(4, reset.GetProperty("offsets").GetArrayLength());
        Assert.Equal("""{"topic":"storms","partition":0,"before":null,"after":0}""", reset.GetProperty("offsets")[3].GetRawText());
        Assert.Equal(1, Assert.Single(_app.Engine.Groups.Offsets("billing").Value!).NextOffset);
    }

    [Theory]
    [InlineData("{}", "validation-failed", "/to")]
    [InlineData("""{"to":"earliest","shift":1}""", "validation-failed", "/to")]
    [InlineData("""{"to":"yesterday"}""", "validation-failed", "/to")]
    [InlineData("""{"to":"earliest","topics":[]}""", "validation-failed", "/topics")]
    [InlineData("""{"to":"earliest","topics":["quakes",""]}""", "validation-failed", "/topics/1")]
    [InlineData("""{"to":"earliest","topics":["quakes",null]}""", "validation-failed", "/topics/1")]
    [InlineData("""{"to":"earliest","partitions":[]}""", "validation-failed", "/partitions")]
    [InlineData("""{"to":"earliest","partitions":[1]}""", "validation-failed", "/partitions/0")]
    [InlineData("""{"to":"earliest","partitions":[{"topic":"quakes","partition":-1}]}""", "validation-failed", "/partitions/0")]
    [InlineData("""{"to":"earliest","topics":["quakes"],"partitions":[{"topic":"storms","partition":0}]}""", "validation-failed", "/partitions/0")]
    [InlineData("""{"to":"earliest","topics":["gone"]}""", "unknown-topic-or-partition", null)]
    [InlineData("""{"to":"earliest","partitions":[{"topic":"quakes","partition":3}]}""", "unknown-topic-or-partition", null)]
    [InlineData("""{"to":"5"}""", "offset-out-of-range", null)]
    [InlineData("""{"shift":1,"topics":["quakes"]}""", "invalid-request", "/shift")]
    [InlineData("""{"to":true}""", "invalid-json", "/to")]
    [InlineData("""{"shift":"1"}""", "invalid-json", "/shift")]
    [InlineData("""{"shift":1.5}""", "invalid-json", "/shift")]
    [InlineData("""{"to":"earliest","topics":"quakes"}""", "invalid-json", "/topics")]
    [InlineData("""{"to":"earliest","partitions":[{"topic":"quakes"}]}""", "invalid-json", null)]
    [InlineData("""{"to":"earliest","dryrun":true}""", "invalid-json", "/dryrun")]
    [InlineData("""{"to":"earliest","to":"latest"}""", "invalid-json", "/to")]
    [InlineData("", "invalid-json", "")]
    public async Task Reset_WrongBody_ReturnsProblemAndChangesNothing(string body, string code, string? pointer)
    {
        await CommitAsync("billing", ("quakes", 0, 1));

        using HttpResponseMessage response = await _app.PostAsync("/v1/groups/billing/offsets/reset", body);

        JsonElement problem = await response.ProblemAsync(code);
        if (pointer is not null) Assert.Equal(pointer, problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Equal(1, Assert.Single(_app.Engine.Groups.Offsets("billing").Value!).NextOffset);
    }

    [Fact]
    public async Task GroupWithMembers_IsNeitherResetNorDeletedUntilTheyLeft()
    {
        await CommitAsync("billing", ("quakes", 0, 1));
        string member = await KafkaMember.JoinAsync(_app.Engine, "billing", "quakes", 3);

        await AssertRefusedAsync(HttpMethod.Post, "/v1/groups/billing/offsets/reset", "non-empty-group");
        await AssertRefusedAsync(HttpMethod.Delete, "/v1/groups/billing", "non-empty-group");
        await AssertRefusedAsync(HttpMethod.Delete, "/v1/groups/billing/offsets/quakes", "group-subscribed-to-topic");
        Assert.Equal(1, Assert.Single(_app.Engine.Groups.Offsets("billing").Value!).NextOffset);

        await KafkaMember.LeaveAsync(_app.Engine, "billing", member);
        using HttpResponseMessage reset = await _app.PostAsync("/v1/groups/billing/offsets/reset", """{"to":"latest"}""");
        await reset.JsonAsync(200);
        using HttpResponseMessage deleted = await _app.SendAsync(HttpMethod.Delete, "/v1/groups/billing", null);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await AssertRefusedAsync(HttpMethod.Delete, "/v1/groups/billing", "group-id-not-found");
    }

    [Fact]
    public async Task DeleteOffsets_OfATopic_TellsWhatWasDeleted()
    {
        await CommitAsync("billing", ("quakes", 0, 1), ("quakes", 2, 3), ("storms", 0, 0));

        Assert.Equal("""[{"topic":"quakes","partition":2,"nextOffset":3}]""", await DeleteOffsetsAsync("quakes?partition=2"));
        Assert.Equal("""[{"topic":"quakes","partition":0,"nextOffset":1}]""", await DeleteOffsetsAsync("quakes"));
        Assert.Equal("[]", await DeleteOffsetsAsync("quakes"));
        Assert.Equal("storms", Assert.Single(_app.Engine.Groups.Offsets("billing").Value!).Topic);
        await AssertRefusedAsync(HttpMethod.Delete, "/v1/groups/billing/offsets/quakes?partition=one", "invalid-parameter");
        await AssertRefusedAsync(HttpMethod.Delete, "/v1/groups/billing/offsets/a%20b", "invalid-topic-exception");
    }

    [Fact]
    public async Task ForeignPage_ChangesNothing()
    {
        await CommitAsync("billing", ("quakes", 0, 1));
        using HttpResponseMessage response = await _app.SendAsync(HttpMethod.Delete, "/v1/groups/billing", null, headers: ("Origin", "https://elsewhere.example"));

        await response.ProblemAsync("foreign-origin");
        Assert.Single(_app.Engine.Groups.Offsets("billing").Value!);
    }

    private static IEnumerable<string?> Names(JsonElement list) => list.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("group").GetString());

    private static (string?, int, long?, long?, long?) Lag(JsonElement offset) => (
        offset.GetProperty("topic").GetString(), offset.GetProperty("partition").GetInt32(), Number(offset, "nextOffset"), Number(offset, "highWatermark"), Number(offset, "lag"));

    private static long? Number(JsonElement offset, string name) => offset.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;

    private async Task<string> DeleteOffsetsAsync(string topic)
    {
        using HttpResponseMessage response = await _app.SendAsync(HttpMethod.Delete, "/v1/groups/billing/offsets/" + topic, null);
        return (await response.JsonAsync(200)).GetProperty("deleted").GetRawText();
    }

    private async Task AssertRefusedAsync(HttpMethod method, string path, string code)
    {
        using HttpResponseMessage response = await _app.SendAsync(method, path, method == HttpMethod.Post ? """{"to":"latest"}"""u8.ToArray() : null);
        await response.ProblemAsync(code);
    }

    private async Task CommitAsync(string group, params (string Topic, int Partition, long Offset)[] offsets)
    {
        var committed = await _app.Engine.Groups.CommitAsync(
            new GroupCommit(group, null, null, [.. offsets.Select(offset => new OffsetCommit(offset.Topic, offset.Partition, offset.Offset, ""))]), default);
        Assert.All(committed.Value!, outcome => Assert.Null(outcome.Error));
    }
}
