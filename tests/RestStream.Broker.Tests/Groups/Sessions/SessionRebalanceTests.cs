using RestStream.Broker.Groups;
using RestStream.Broker.Groups.Protocol;
using RestStream.Core;
using RestStream.Core.Groups;
using RestStream.TestKit;

namespace RestStream.Broker.Tests.Groups.Sessions;

/// <summary>What a session makes of rebalances that go wrong, or that others disturb.</summary>
public sealed class SessionRebalanceTests : IAsyncLifetime
{
    private SessionFixture _fixture = null!;

    [Fact]
    public async Task RefusedSync_IsTriedAgainAfterRestsThatGrow()
    {
        _fixture.Log.Failure = new IOException("no");
        await _fixture.JoinAsync();
        var rests = new List<double>();
        for (var attempt = 1; attempt <= 8; attempt++)
        {
            var rest = await _fixture.Delays.NextAsync();
            rests.Add(rest.TotalSeconds);
            Assert.Equal(attempt, _fixture.Log.Appends);
            _fixture.Time.Advance(rest);
        }

        Assert.Equal([0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5], rests);
        var last = await _fixture.Delays.NextAsync();
        _fixture.Log.Failure = null;
        _fixture.Time.Advance(last);
        await Eventually.True(() => _fixture.Coordinator.Describe("g").Value!.State == GroupState.Stable);
    }

    [Fact]
    public async Task TopicThatAppearsDuringAFirstJoin_IsRead()
    {
        var other = await _fixture.Coordinator.JoinAsync("g");
        await _fixture.Coordinator.AssignAllAsync("g", other);
        var session = (await _fixture.Sessions.OpenAsync(new ConsumerOptions("g") { Topics = ["quakes*"] }, default)).Value!;
        await Eventually.True(() => _fixture.Coordinator.Describe("g").Value!.Members.Count == 2);

        await _fixture.Engine.CreateAsync("quakes-new");
        await _fixture.Coordinator.LeaveAsync("g", [new LeavingMember(other.MemberId)]);

        await Eventually.True(() => session.Owned.Any(owned => owned.Topic == "quakes-new"));
        Assert.Equal(["quakes", "quakes-new"], session.Owned.Select(owned => owned.Topic).Order());
    }

    [Fact]
    public async Task EagerMemberThatMissedAGeneration_OwnsNothingOfBefore()
    {
        await _fixture.Engine.ProduceAsync("quakes", new Rec("0"), new Rec("1"));
        var first = await LeadAsync("");
        await AssignAsync(first, first.MemberId);
        var session = (await _fixture.Sessions.OpenAsync(new ConsumerOptions("g") { Topics = ["quakes"], Protocols = ["range"] }, default)).Value!;
        var second = await LeadAsync(first.MemberId);
        await AssignAsync(second, session.MemberId);
        using var before = (await session.PollAsync(Poll, default)).Value!;
        session.Deliver(before, [2]);

        // The third generation ends before the leader has assigned: the session is in it and never learns what it is to own.
        await LeadAsync(first.MemberId);
        var fourth = await LeadAsync(first.MemberId, metadata: [1]);
        await AssignAsync(fourth, session.MemberId);
        await Eventually.True(() => session.Generation == fourth.Generation && session.Owned.Count == 1);

        Assert.Equal(second.Generation + 2, fourth.Generation);
        Assert.Equal(ErrorCode.StaleAck, (await session.CommitAsync([AckOf(before)], default))?.Code);
        using var after = (await session.PollAsync(Poll, default)).Value!;
        Assert.Equal((0, fourth.Generation), (after.Partitions[0].Position, after.Partitions[0].OwnedSince));
        session.Deliver(after, [2]);
        Assert.Null(await session.CommitAsync([AckOf(after)], default));
    }

    [Fact]
    public async Task CancelledFirstJoin_LeavesNobodyToWaitFor()
    {
        var other = await _fixture.Coordinator.JoinAsync("g");
        await _fixture.Coordinator.AssignAllAsync("g", other);
        var making = new TaskCompletionSource();
        _fixture.Log.Making = making.Task;
        using var client = new CancellationTokenSource();
        var joining = _fixture.JoinAsync(client.Token);
        await Eventually.True(() => _fixture.Log.WaitingForTopic == 1);

        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => joining);
        // On the pool, where whoever waits goes on before it returns: the join that nobody wants any more is through.
        await Task.Run(making.SetResult);
        _fixture.Log.Making = null;

        // It leads and joins again: with anybody else in the group, or about to come, it would be held.
        Assert.Equal(2, (await Eventually.Ends(_fixture.Coordinator.JoinAsync("g", other.MemberId))).Generation);
        Assert.Equal(0, _fixture.Sessions.OpenSessions);
    }

    public async Task InitializeAsync() => _fixture = await SessionFixture.OpenAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    private static ConsumerPollRequest Poll => new(100, 1 << 20, TimeSpan.Zero);

    private static Acknowledgement AckOf(ConsumerPoll poll) => new("quakes", 0, poll.Partitions[0].TopicId, 2, poll.Partitions[0].OwnedSince);

    private async Task<JoinGroupResult> LeadAsync(string member, byte[]? metadata = null)
    {
        var joined = await Eventually.Ends(_fixture.Coordinator.JoinAsync("g", member, metadata: metadata));
        Assert.True(joined.IsLeader);
        return joined;
    }

    private async Task AssignAsync(JoinGroupResult leader, string owner)
    {
        var assignment = new ConsumerProtocolAssignment { Partitions = [new("quakes", 0)] }.ToBytes();
        Assert.Equal(ErrorCode.None, (await _fixture.Coordinator.SyncAsync("g", leader, new MemberAssignment(owner, assignment))).Error);
    }
}
