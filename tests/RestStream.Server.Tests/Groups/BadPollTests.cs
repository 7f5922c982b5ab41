using RestStream.TestKit;

namespace RestStream.Server.Tests.Groups;

public sealed class BadPollTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With(("Sessions:MaxTopics", "3"), ("Sessions:MaxPatterns", "1"), ("Sessions:MaxSessions", "3"), ("Limits:MaxAckBytes", "500"));

    [Theory]
    [InlineData("""{"topics":["nope"]}""", "unknown-topic-or-partition")]
    [InlineData("""{"topics":["quakes"],"member":"nobody"}""", "unknown-member-id")]
    [InlineData("""{}""", "invalid-request")]
    [InlineData("""{"topics":[]}""", "invalid-request")]
    [InlineData("""{"topics":["a/b"]}""", "invalid-topic-exception")]
    [InlineData("""{"topics":["a*b/"]}""", "invalid-topic-exception")]
    [InlineData("""{"topics":[null]}""", "validation-failed")]
    [InlineData("""{"topics":"quakes"}""", "invalid-json")]
    [InlineData("""{"topics":["quakes"],"surprise":1}""", "invalid-json")]
    [InlineData("""{"topics":["quakes"],"topics":["quakes"]}""", "invalid-json")]
    [InlineData("""{"topics":["quakes"],"max":0}""", "validation-failed")]
    [InlineData("""{"topics":["quakes"],"max":10001}""", "validation-failed")]
    [InlineData("""{"topics":["quakes"],"max":"many"}""", "invalid-json")]
    [InlineData("""{"topics":["quakes"],"maxBytes":99999999}""", "validation-failed")]
    [InlineData("""{"topics":["quakes"],"wait":"61s"}""", "validation-failed")]
    [InlineData("""{"topics":["quakes"],"wait":"soon"}""", "invalid-json")]
    [InlineData("""{"topics":["quakes"],"wait":-1}""", "invalid-json")]
    [InlineData("""{"topics":["quakes"],"sessionTimeout":"999ms"}""", "invalid-session-timeout")]
    [InlineData("""{"topics":["quakes"],"sessionTimeout":"31m"}""", "invalid-session-timeout")]
    [InlineData("""{"topics":["quakes"],"protocols":["clever"]}""", "invalid-request")]
    [InlineData("""{"topics":["quakes"],"protocols":[]}""", "invalid-request")]
    [InlineData("""{"topics":["quakes"],"from":"tomorrow"}""", "invalid-json")]
    [InlineData("""{"topics":["quakes"],"isolation":"none"}""", "validation-failed")]
    [InlineData("""{"topics":["quakes"],"maxDeliveries":0}""", "validation-failed")]
    [InlineData("""{"topics":["quakes"],"ack":"%%%"}""", "invalid-ack")]
    [InlineData("""{"topics":["quakes"],"ack":"AAAA"}""", "invalid-ack")]
    [InlineData("""{"topics":["a1","a2","a3","a4"]}""", "invalid-request")]
    [InlineData("""{"topics":["a*","b*"]}""", "invalid-request")]
    [InlineData("""{"partitions":[]}""", "invalid-request")]
    [InlineData("""{"partitions":[{"topic":"quakes","partition":9}]}""", "unknown-topic-or-partition")]
    [InlineData("""{"partitions":[{"topic":"quakes","partition":-1}]}""", "unknown-topic-or-partition")]
    [InlineData("""{"partitions":[0]}""", "validation-failed")]
    [InlineData("""{"topics":["quakes"],"partitions":[0,0]}""", "validation-failed")]
    [InlineData("""{"topics":["quakes"],"partitions":["0"]}""", "invalid-json")]
    [InlineData("""{"topics":["quakes"],"partitions":[0],"instance":"a"}""", "invalid-request")]
    [InlineData("""{"topics":["quakes"],"partitions":[0],"sessionTimeout":"60d"}""", "invalid-session-timeout")]
    [InlineData("""[]""", "invalid-json")]
    public async Task WhatCannotBe_IsRefused_AndMakesNoMember(string body, string code)
    {
        await _app.CreateTopicAsync("quakes");

        using var response = await _app.PostAsync("/v1/groups/billing/poll", body);

        await response.ProblemAsync(code);
        Assert.Equal(0, _app.Engine.Consumers.OpenSessions);
    }

    [Theory]
    [InlineData("%20")]
    [InlineData("a%0Ab")]
    public async Task GroupNameThatCannotBe_IsRefused(string group)
    {
        await _app.CreateTopicAsync("quakes");

        using var polled = await _app.PostAsync($"/v1/groups/{group}/poll", """{"topics":["quakes"]}""");
        using var committed = await _app.PostAsync($"/v1/groups/{group}/commit", """{"offsets":[{"topic":"quakes","partition":0,"nextOffset":0}]}""");

        await polled.ProblemAsync("invalid-group-id");
        await committed.ProblemAsync("invalid-group-id");
    }

    [Fact]
    public async Task GarbledAck_IsRefused_AndNothingIsApplied()
    {
        await _app.ProduceAsync("quakes", """{"value":1}""");
        var member = new Member(_app, "billing", """["quakes"]""");
        await member.PollAsync(wait: "0");
        var good = member.Ack!;
        for (var i = 0; i < good.Length; i++)
        {
            member.Ack = good[..i] + (good[i] == 'A' ? 'B' : 'A') + good[(i + 1)..];
            using var changed = await member.TryPollAsync();
            await changed.ProblemAsync("invalid-ack");
        }

        member.Ack = new string('A', 501);
        using var large = await member.TryPollAsync();
        await large.ProblemAsync("validation-failed");
        Assert.Empty(_app.Engine.Groups.Offsets("billing").Value!);
    }

    [Fact]
    public async Task AckOfAnotherMemberOrGroup_IsStale()
    {
        await _app.ProduceAsync("quakes", """{"value":1}""");
        var member = new Member(_app, "billing", """["quakes"]""");
        await member.PollAsync(wait: "0");
        var other = new Member(_app, "audit", """["quakes"]""");
        await other.PollAsync(wait: "0");
        other.Ack = member.Ack;

        using var foreign = await other.TryPollAsync();
        using var nobody = await _app.PostAsync("/v1/groups/billing/poll", $$"""{"topics":["quakes"],"ack":"{{member.Ack}}"}""");

        await foreign.ProblemAsync("stale-ack");
        await nobody.ProblemAsync("stale-ack");
        Assert.Empty(_app.Engine.Groups.Offsets("audit").Value!);
    }

    [Fact]
    public async Task MoreSessionsThanMayBe_AreRefused()
    {
        await _app.CreateTopicAsync("quakes");
        for (var i = 0; i < 3; i++) await new Member(_app, $"group-{i}", """["quakes"]""").PollAsync(wait: "0");

        using var one = await new Member(_app, "group-9", """["quakes"]""").TryPollAsync();

        await one.ProblemAsync("too-many-requests");
    }

    [Fact]
    public async Task CutBetweenDeliveryAndAck_EverythingIsDeliveredAgain()
    {
        await _app.ProduceAsync("quakes", """{"value":1}""", """{"value":2}""");
        var member = new Member(_app, "billing", """["quakes"]""");
        await member.PollAsync("\"max\":1", "0");
        using (var socket = new System.Net.Sockets.TcpClient(_app.Address.Host, _app.Address.Port))
        {
            var body = $$"""{"member":"{{member.Id}}","ack":"{{member.Ack}}","wait":"50s"}""";
            var head = $"POST /v1/groups/billing/poll HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\n\r\n{body}";
            await socket.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(head));
            await Eventually.True(() => _app.Engine.Groups.Offsets("billing").Value!.Count == 1);
        }

        Assert.Equal([2], Member.Values(await member.PollAsync(wait: "0")));
    }

    [Fact]
    public async Task CommitThatCannotBe_IsRefused()
    {
        await _app.CreateTopicAsync("quakes");
        foreach (var (body, code) in new[]
        {
            ("{}", "validation-failed"), ("""{"offsets":[]}""", "validation-failed"), ("""{"offsets":[{"topic":"quakes","partition":0}]}""", "validation-failed"),
            ("""{"offsets":[{"topic":"quakes","partition":0,"nextOffset":-1}]}""", "validation-failed"),
            ("""{"member":"a","offsets":[{"topic":"quakes","partition":0,"nextOffset":1}]}""", "validation-failed"),
            ("""{"offsets":[{"topic":"quakes","partition":0,"nextOffset":1},{"topic":"quakes","partition":0,"nextOffset":2}]}""", "validation-failed"),
            ("""{"offsets":[{"topic":"nope","partition":0,"nextOffset":1}]}""", "unknown-topic-or-partition"),
            ("""{"member":"a","generation":1,"offsets":[{"topic":"quakes","partition":0,"nextOffset":1}]}""", "illegal-generation"),
        })
        {
            using var response = await _app.PostAsync("/v1/groups/nobody/commit", body);
            await response.ProblemAsync(code);
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _app.DisposeAsync();
}
