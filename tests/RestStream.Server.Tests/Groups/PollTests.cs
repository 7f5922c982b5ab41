using System.Net;
using System.Text.Json;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Groups;

public sealed class PollTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With();

    [Fact]
    public async Task FirstPoll_ReturnsDataAtOnce()
    {
        await _app.ProduceAsync("quakes", """{"value":1,"key":"a"}""", """{"value":2}""");
        var member = new Member(_app, "billing", """["quakes"]""");

        var answer = await member.PollAsync(wait: "0");

        Assert.Equal([1, 2], Member.Values(answer));
        Assert.Equal("quakes", answer.GetProperty("records")[0].GetProperty("topic").GetString());
        Assert.Equal("a", answer.GetProperty("records")[0].GetProperty("key").GetString());
        Assert.Equal(["quakes-0"], Member.Assignment(answer));
        Assert.Equal(1, answer.GetProperty("generation").GetInt32());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("gap").ValueKind);
        Assert.NotNull(member.Ack);
    }

    [Fact]
    public async Task WithoutAck_TheSameBatchComesAgain_WithAckTheNext()
    {
        await _app.ProduceAsync("quakes", """{"value":1}""", """{"value":2}""", """{"value":3}""");
        var member = new Member(_app, "billing", """["quakes"]""");
        Assert.Equal([1, 2], Member.Values(await member.PollAsync("\"max\":2")));
        var first = member.Ack;

        Assert.Equal([1, 2], Member.Values(await member.PollAgainAsync("\"max\":2")));
        Assert.Equal([3], Member.Values(await member.PollAsync("\"max\":2")));
        var second = member.Ack;
        member.Ack = first;
        Assert.Equal([3], Member.Values(await member.PollAsync("\"max\":2")));
        Assert.Equal(2, await CommittedAsync("billing", "quakes", 0));
        member.Ack = second;
        var end = await member.PollAsync(wait: "0");

        Assert.Empty(Member.Values(end));
        Assert.Equal(JsonValueKind.Null, end.GetProperty("ack").ValueKind);
        Assert.Equal(3, await CommittedAsync("billing", "quakes", 0));
    }

    [Fact]
    public async Task ParkedPoll_ReturnsWhenARecordComes()
    {
        await _app.CreateTopicAsync("quakes");
        var member = new Member(_app, "billing", """["quakes"]""");
        await member.PollAsync(wait: "0");
        var parked = member.PollAsync(wait: "60s");
        await Eventually.True(() => _app.Engine.ParkedFetches > 0);

        await _app.ProduceAsync("quakes", """{"value":7}""");

        Assert.Equal([7], Member.Values(await Eventually.Ends(parked)));
    }

    [Fact]
    public async Task TwoMembers_ShareThePartitions_NothingIsSkipped()
    {
        await _app.CreateTopicAsync("quakes", 4);
        var a = new Member(_app, "billing", """["quakes"]""");
        Assert.Equal(4, Member.Assignment(await a.PollAsync(wait: "0")).Count);
        var b = new Member(_app, "billing", """["quakes"]""");

        var got = Member.Assignment(await b.PollUntilAsync(answer => Member.Assignment(answer).Count > 0));
        var kept = Member.Assignment(await a.PollUntilAsync(
            answer => Member.Assignment(answer).Count == 2 && answer.GetProperty("generation").GetInt32() == b.Generation));

        Assert.Equal(2, got.Count);
        Assert.Equal(["quakes-0", "quakes-1", "quakes-2", "quakes-3"], got.Concat(kept).Order());
        Assert.Equal(a.Generation, b.Generation);
    }

    [Fact]
    public async Task ParkedPoll_ReturnsAtOnceOnANewGeneration()
    {
        await _app.CreateTopicAsync("quakes", 2);
        var a = new Member(_app, "billing", """["quakes"]""");
        await a.PollAsync(wait: "0");
        var before = a.Generation;
        var parked = a.PollAsync(wait: "50s");
        await Eventually.True(() => _app.Engine.ParkedFetches > 0);

        var b = new Member(_app, "billing", """["quakes"]""");
        await b.PollAsync(wait: "0");

        var answer = await Eventually.Ends(parked);
        Assert.Empty(Member.Values(answer));
        Assert.True(answer.GetProperty("generation").GetInt32() > before);
    }

    [Fact]
    public async Task RevokedWithAnUnacknowledgedBatch_IsKeptUntilTheNextPoll_AndItsAckCounts()
    {
        await _app.CreateTopicAsync("quakes", 2);
        await _app.ProduceAsync("quakes", """{"value":0,"partition":0}""", """{"value":1,"partition":1}""");
        var a = new Member(_app, "billing", """["quakes"]""");
        Assert.Equal([0, 1], Member.Values(await a.PollAsync(wait: "0")).Order());
        var b = new Member(_app, "billing", """["quakes"]""");
        Assert.Empty(Member.Values(await b.PollAsync(wait: "0")));
        Assert.Empty(Member.Assignment(await b.PollAsync(wait: "300ms")));

        // The ack was given in a generation before: ownership was never broken.
        var answer = await a.PollAsync(wait: "0");

        Assert.Empty(Member.Values(answer));
        Assert.Single(Member.Assignment(await b.PollUntilAsync(polled => Member.Assignment(polled).Count > 0)));
        Assert.Equal(1, await CommittedAsync("billing", "quakes", 0));
        Assert.Equal(1, await CommittedAsync("billing", "quakes", 1));
        Assert.Empty(Member.Values(await b.PollAsync(wait: "0")));
    }

    [Fact]
    public async Task AckOfALostPartition_IsStale_AndNothingIsApplied()
    {
        await _app.CreateTopicAsync("quakes", 2);
        await _app.ProduceAsync("quakes", """{"value":0,"partition":0}""", """{"value":1,"partition":1}""");
        var a = new Member(_app, "billing", """["quakes"]""");
        await a.PollAsync(wait: "0");
        var old = a.Ack;
        var b = new Member(_app, "billing", """["quakes"]""");
        await b.PollAsync(wait: "0");
        await a.PollAgainAsync(wait: "0");
        var redelivered = await b.PollUntilAsync(polled => Member.Values(polled).Any());
        a.Ack = old;

        using var refused = await a.TryPollAsync();

        await refused.ProblemAsync("stale-ack");
        Assert.Single(Member.Values(redelivered));
        Assert.Null(await CommittedAsync("billing", "quakes", 0));
        Assert.Null(await CommittedAsync("billing", "quakes", 1));
        Assert.Single(Member.Values(await a.PollAgainAsync(wait: "0")));
    }

    [Fact]
    public async Task ExpiredMember_IsUnknown_AndItsPartitionsGoToOthersSoon()
    {
        await _app.CreateTopicAsync("quakes", 2);
        await _app.ProduceAsync("quakes", """{"value":0,"partition":0}""", """{"value":1,"partition":1}""");
        var a = new Member(_app, "billing", """["quakes"]""");
        await a.PollAsync("\"sessionTimeout\":\"1s\"", "0");
        var b = new Member(_app, "billing", """["quakes"]""");

        var answer = await b.PollUntilAsync(polled => Member.Assignment(polled).Count == 2);
        using var gone = await a.TryPollAsync();

        Assert.Equal([0, 1], Member.Values(answer).Order());
        await gone.ProblemAsync("unknown-member-id");
    }

    [Fact]
    public async Task MemberThatKeepsPolling_DoesNotExpire()
    {
        var time = new ManualTimeProvider();
        await using var app = RestStreamApp.At(time);
        await app.CreateTopicAsync("quakes");
        var member = new Member(app, "billing", """["quakes"]""");
        await member.PollAsync("\"sessionTimeout\":1000", "0");
        var id = member.Id;

        // Longer than the session timeout: the member's clock stands still while a poll is parked.
        var parked = member.PollAsync(wait: "1500ms");
        await Eventually.True(() => app.Engine.ParkedFetches == 1);
        time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.Ends(parked);
        await member.PollAsync(wait: "0");

        Assert.Equal(id, member.Id);
        Assert.Equal(1, member.Generation);
    }

    [Fact]
    public async Task SecondPollOfAMember_EndsTheFirst()
    {
        await _app.CreateTopicAsync("quakes");
        var member = new Member(_app, "billing", """["quakes"]""");
        await member.PollAsync(wait: "0");
        var first = member.TryPollAsync(wait: "50s");
        await Eventually.True(() => _app.Engine.ParkedFetches > 0);

        await member.PollAsync(wait: "0");

        using var ended = await Eventually.Ends(first);
        await ended.ProblemAsync("poll-superseded");
    }

    [Fact]
    public async Task AutoAck_CommitsBeforeItAnswers()
    {
        await _app.ProduceAsync("quakes", """{"value":1}""", """{"value":2}""");
        var member = new Member(_app, "billing", """["quakes"]""");

        var answer = await member.PollAgainAsync("\"ack\":\"auto\"", "0");

        Assert.Equal([1, 2], Member.Values(answer));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("ack").ValueKind);
        Assert.Equal(2, await CommittedAsync("billing", "quakes", 0));
        Assert.Empty(Member.Values(await member.PollAgainAsync(wait: "0")));
    }

    [Fact]
    public async Task Pattern_TakesInTopicsThatComeLater_NotInternalOrDeadLetterOnes()
    {
        await _app.ProduceAsync("trucks-1", """{"value":1}""");
        await _app.CreateTopicAsync("trucks-dead", config: """{"reststream.dead.letter":"true"}""");
        var member = new Member(_app, "billing", """["trucks-*"]""");
        Assert.Equal(["trucks-1-0"], Member.Assignment(await member.PollAsync(wait: "0")));

        await _app.ProduceAsync("trucks-2", """{"value":2}""");
        await _app.ProduceAsync("cars-1", """{"value":3}""");

        var answer = await member.PollUntilAsync(polled => Member.Values(polled).Contains(2));
        Assert.Equal(["trucks-1-0", "trucks-2-0"], Member.Assignment(answer));
    }

    [Fact]
    public async Task PartitionsThatAreAdded_ArePickedUp()
    {
        await _app.CreateTopicAsync("quakes");
        var member = new Member(_app, "billing", """["quakes"]""");
        await member.PollAsync(wait: "0");

        using var changed = await _app.SendAsync(HttpMethod.Patch, "/v1/topics/quakes", """{"partitions":3}"""u8.ToArray());
        await changed.JsonAsync(200);
        await _app.ProduceAsync("quakes", """{"value":5,"partition":2}""");

        Assert.Equal([5], Member.Values(await member.PollUntilAsync(polled => Member.Values(polled).Any())));
    }

    [Fact]
    public async Task ByHand_ReadsThePartitions_WithoutBeingAMember()
    {
        await _app.CreateTopicAsync("quakes", 3);
        await _app.ProduceAsync("quakes", """{"value":0,"partition":0}""", """{"value":1,"partition":1}""", """{"value":2,"partition":2}""");
        var member = new Member(_app, "billing", "");

        var answer = await member.PollAsync("""  "partitions":[{"topic":"quakes","partition":1},{"topic":"quakes","partition":2}] """, "0");
        Assert.Equal([1, 2], Member.Values(answer).Order());
        Assert.Equal(-1, answer.GetProperty("generation").GetInt32());
        Assert.Equal(["quakes-1", "quakes-2"], Member.Assignment(answer));
        var next = await member.PollAsync("""  "topics":["quakes"],"partitions":[1,2] """, "0");

        Assert.Empty(Member.Values(next));
        Assert.Equal(1, await CommittedAsync("billing", "quakes", 2));
        Assert.Null(await CommittedAsync("billing", "quakes", 0));
    }

    [Fact]
    public async Task ByHand_WhileTheGroupHasMembers_CannotCommit()
    {
        await _app.ProduceAsync("quakes", """{"value":0}""");
        var subscribed = new Member(_app, "billing", """["quakes"]""");
        await subscribed.PollAsync(wait: "0");
        var hand = new Member(_app, "billing", "");
        await hand.PollAsync("""  "partitions":[{"topic":"quakes","partition":0}] """, "0");

        using var refused = await hand.TryPollAsync("""  "partitions":[{"topic":"quakes","partition":0}] """);

        await refused.ProblemAsync("non-empty-group");
    }

    [Fact]
    public async Task StaticMember_ComesBackByItsName_WithoutARebalance()
    {
        await _app.CreateTopicAsync("quakes", 2);
        await _app.ProduceAsync("quakes", """{"value":1}""");
        var before = new Member(_app, "billing", """["quakes"]""");
        await before.PollAsync("\"instance\":\"one\"", "0");
        var after = new Member(_app, "billing", """["quakes"]""");

        var answer = await after.PollAsync("\"instance\":\"one\"", "0");

        Assert.Equal(before.Generation, after.Generation);
        Assert.NotEqual(before.Id, after.Id);
        Assert.Equal([1], Member.Values(answer));
        using var fenced = await before.TryPollAsync("\"instance\":\"one\"");
        await fenced.ProblemAsync("fenced-instance-id");
    }

    [Fact]
    public async Task StaticMemberByNameAlone_AcknowledgesAcrossItsTakeOvers()
    {
        await _app.ProduceAsync("quakes", """{"value":1}""", """{"value":2}""");
        var first = await new Member(_app, "billing", """["quakes"]""").PollAsync("\"instance\":\"one\",\"max\":1", "0");
        var ack = first.GetProperty("ack").GetString();

        var second = await new Member(_app, "billing", """["quakes"]""").PollAsync($"\"instance\":\"one\",\"ack\":\"{ack}\"", "0");

        Assert.Equal([2], Member.Values(second));
    }

    [Fact]
    public async Task FromLatest_StartsAtTheEnd_AndKeepsThatStart()
    {
        await _app.ProduceAsync("quakes", """{"value":1}""");
        var a = new Member(_app, "billing", """["quakes"]""");
        Assert.Empty(Member.Values(await a.PollAsync("\"from\":\"latest\"", "0")));
        await _app.ProduceAsync("quakes", """{"value":2}""");
        Assert.Equal([2], Member.Values(await a.PollAsync("\"from\":\"latest\"")));
        using var left = await _app.SendAsync(HttpMethod.Delete, $"/v1/groups/billing/members/{a.Id}", null);
        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        await _app.ProduceAsync("quakes", """{"value":3}""");

        // What was delivered and never acknowledged is not skipped by whoever comes next.
        var b = new Member(_app, "billing", """["quakes"]""");
        Assert.Equal([2, 3], Member.Values(await b.PollAsync("\"from\":\"latest\"", "0")));
    }

    [Fact]
    public async Task Truncated_TellsTheGap()
    {
        await _app.ProduceAsync("quakes", """{"value":0}""", """{"value":1}""", """{"value":2}""");
        var member = new Member(_app, "billing", """["quakes"]""");
        await member.PollAsync("\"max\":1", "0");
        using var truncated = await _app.PostAsync("/v1/topics/quakes/truncate", """{"partitions":[{"partition":0,"beforeOffset":2}]}""");
        await truncated.JsonAsync(200);

        var answer = await member.PollAsync(wait: "0");

        Assert.Equal("""[{"topic":"quakes","partition":0,"from":1,"to":2,"reason":"truncated"}]""", answer.GetProperty("gap").GetRawText());
        Assert.Equal([2], Member.Values(answer));
    }

    [Fact]
    public async Task TopicMadeAnew_IsReadFromItsStart_AndOldAcksAreStale()
    {
        await _app.ProduceAsync("quakes", """{"value":0}""", """{"value":1}""", """{"value":2}""");
        var member = new Member(_app, "billing", """["quakes"]""");
        await member.PollAsync("\"max\":2", "0");
        await member.PollAsync("\"max\":1", "0");
        using var deleted = await _app.SendAsync(HttpMethod.Delete, "/v1/topics/quakes", null);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await _app.ProduceAsync("quakes", """{"value":10}""");

        using var stale = await member.TryPollAsync();
        await stale.ProblemAsync("stale-ack");
        var answer = await member.PollAgainAsync();

        Assert.Equal([10], Member.Values(answer));
    }

    [Fact]
    public async Task SeveralTopics_AreMergedByTime_EachRecordWithItsTopic()
    {
        await _app.ProduceAsync("a", """{"value":1,"timestamp":1000}""", """{"value":3,"timestamp":3000}""");
        await _app.ProduceAsync("b", """{"value":2,"timestamp":2000}""");
        var member = new Member(_app, "billing", """["a","b"]""");

        var answer = await member.PollAsync(wait: "0");

        Assert.Equal([1, 2, 3], Member.Values(answer));
        Assert.Equal(["a", "b", "a"], answer.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("topic").GetString()));
        Assert.Empty(Member.Values(await member.PollAsync(wait: "0")));
    }

    [Fact]
    public async Task OtherTopics_OnALaterPoll_ChangeTheSubscription()
    {
        await _app.ProduceAsync("a", """{"value":1}""");
        await _app.ProduceAsync("b", """{"value":2}""");
        var member = new Member(_app, "billing", """["a"]""");
        Assert.Equal([1], Member.Values(await member.PollAsync(wait: "0")));

        var answer = await member.PollAsync("\"topics\":[\"b\"]", "0");

        Assert.Equal([2], Member.Values(answer));
        Assert.Equal(["b-0"], Member.Assignment(answer));
    }

    [Fact]
    public async Task LeavingMember_GivesItsPartitionsAway_AndIsUnknown()
    {
        await _app.CreateTopicAsync("quakes", 2);
        var a = new Member(_app, "billing", """["quakes"]""");
        await a.PollAsync(wait: "0");
        var b = new Member(_app, "billing", """["quakes"]""");
        await b.PollAsync(wait: "0");

        using var left = await _app.SendAsync(HttpMethod.Delete, $"/v1/groups/billing/members/{a.Id}", null);

        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        await b.PollUntilAsync(polled => Member.Assignment(polled).Count == 2);
        using var gone = await a.TryPollAsync();
        await gone.ProblemAsync("unknown-member-id");
        using var again = await _app.SendAsync(HttpMethod.Delete, $"/v1/groups/billing/members/{a.Id}", null);
        await again.ProblemAsync("unknown-member-id");
    }

    [Fact]
    public async Task CommitOfAMember_MovesItsNextPoll()
    {
        await _app.ProduceAsync("quakes", """{"value":0}""", """{"value":1}""", """{"value":2}""");
        var member = new Member(_app, "billing", """["quakes"]""");
        await member.PollAsync(wait: "0");

        using var committed = await _app.PostAsync(
            "/v1/groups/billing/commit", $$"""{"member":"{{member.Id}}","generation":{{member.Generation}},"offsets":[{"topic":"quakes","partition":0,"nextOffset":2,"metadata":"mine"}]}""");

        await committed.JsonAsync(200);
        Assert.Equal([2], Member.Values(await member.PollAgainAsync(wait: "0")));
    }

    [Fact]
    public async Task Commit_WithoutAMember_OnlyWhileTheGroupIsEmpty()
    {
        await _app.ProduceAsync("quakes", """{"value":0}""", """{"value":1}""");
        const string Commit = """{"offsets":[{"topic":"quakes","partition":0,"nextOffset":1}]}""";
        using var first = await _app.PostAsync("/v1/groups/billing/commit", Commit);
        await first.JsonAsync(200);
        var member = new Member(_app, "billing", """["quakes"]""");
        Assert.Equal([1], Member.Values(await member.PollAsync(wait: "0")));

        using var second = await _app.PostAsync("/v1/groups/billing/commit", Commit);
        using var old = await _app.PostAsync("/v1/groups/billing/commit", Commit.Replace("{\"off", $"{{\"member\":\"{member.Id}\",\"generation\":77,\"off"));

        await second.ProblemAsync("unknown-member-id");
        await old.ProblemAsync("illegal-generation");
    }

    [Fact]
    public async Task Restart_MembersComeBack_WithoutARebalance_AndTheirAcksCount()
    {
        using var directory = new TempDirectory();
        Member member;
        string body;
        await using (var before = new RestStreamApp(directory.Path))
        {
            await before.ProduceAsync("trucks-1", """{"value":0}""", """{"value":1}""", """{"value":2}""");
            member = new Member(before, "billing", """["trucks-*"]""");
            await member.PollAsync("\"max\":1", "0");
            Assert.Equal([1], Member.Values(await member.PollAsync("\"max\":1", "0")));
            body = $$"""{"member":"{{member.Id}}","ack":"{{member.Ack}}"}""";
        }

        await using var after = new RestStreamApp(directory.Path);
        await Eventually.True(async () => (await after.GetAsync("/health/ready")).IsSuccessStatusCode);
        JsonElement answer = default;
        await Eventually.True(async () =>
        {
            using var response = await after.PostAsync("/v1/groups/billing/poll", body);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable) return false;
            answer = await response.JsonAsync(200);
            return true;
        });

        Assert.Equal([2], Member.Values(answer));
        Assert.Equal(member.Generation, answer.GetProperty("generation").GetInt32());
        await after.ProduceAsync("trucks-2", """{"value":3}""");
        using var next = await after.PostAsync("/v1/groups/billing/poll", $$"""{"member":"{{member.Id}}","ack":"{{answer.GetProperty("ack").GetString()}}","wait":"5s"}""");
        await next.JsonAsync(200);
    }

    [Fact]
    public async Task GracefulStop_AnswersParkedPolls()
    {
        using var directory = new TempDirectory();
        using var client = new HttpClient();
        Task<HttpResponseMessage> parked;
        await using (var app = new RestStreamApp(directory.Path))
        {
            await app.CreateTopicAsync("quakes");
            var member = new Member(app, "billing", """["quakes"]""");
            await member.PollAsync(wait: "0");
            var body = new StringContent($$"""{"member":"{{member.Id}}","wait":"50s"}""");
            parked = client.PostAsync(new Uri(app.Address, "/v1/groups/billing/poll"), body);
            await Eventually.True(() => app.Engine.ParkedFetches > 0);
        }

        using var answer = await Eventually.Ends(parked);
        Assert.Empty(Member.Values(await answer.JsonAsync(200)));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _app.DisposeAsync();

    private Task<long?> CommittedAsync(string group, string topic, int partition)
    {
        var offsets = _app.Engine.Groups.Offsets(group).Value!;
        return Task.FromResult(offsets.Where(offset => offset.Topic == topic && offset.Partition == partition).Select(offset => (long?)offset.NextOffset).FirstOrDefault());
    }
}
