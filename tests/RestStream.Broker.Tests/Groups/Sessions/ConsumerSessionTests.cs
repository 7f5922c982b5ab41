using RestStream.Broker.Groups;
using RestStream.Core;
using RestStream.Core.Groups;
using RestStream.Storage.Files;
using RestStream.TestKit;

namespace RestStream.Broker.Tests.Groups.Sessions;

public sealed class ConsumerSessionTests : IAsyncLifetime
{
    private TestEngine _engine = null!;

    [Fact]
    public async Task MemberThatNeverPolls_Expires()
    {
        await OpenAsync(new ConsumerOptions("g") { Topics = ["quakes"], SessionTimeout = TimeSpan.FromSeconds(1) });

        await Eventually.True(() => _engine.Engine.Consumers.OpenSessions == 0 && _engine.Engine.Coordinator.Describe("g").Value is not { Members.Count: > 0 });
    }

    [Fact]
    public async Task SessionTimeoutOutOfBounds_IsRefused_AlsoOfAMemberThatComesBack()
    {
        var session = await OpenAsync(new ConsumerOptions("g") { Topics = ["quakes"] });

        var again = await _engine.Engine.Consumers.OpenAsync(new ConsumerOptions("g") { MemberId = session.MemberId, SessionTimeout = TimeSpan.FromDays(60) }, default);
        var byHand = await _engine.Engine.Consumers.OpenAsync(ByHand("h") with { SessionTimeout = TimeSpan.FromMilliseconds(1) }, default);

        Assert.Equal((ErrorCode.InvalidSessionTimeout, ErrorCode.InvalidSessionTimeout), (again.Error?.Code, byHand.Error?.Code));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("one")]
    public async Task StoredSessionTimeoutOutOfNarrowedBounds_IsRefusedWhenTheMemberComesBack(string? instance)
    {
        using var directory = new TempDirectory();
        string member;
        await using (var before = await TestEngine.OpenAsync(directory.Path, new PosixFileSystem()))
        {
            await before.Engine.Coordinator.Loaded;
            await before.CreateAsync("quakes");
            var options = new ConsumerOptions("g") { Topics = ["quakes"], InstanceId = instance, SessionTimeout = TimeSpan.FromMinutes(2) };
            var session = (await before.Engine.Consumers.OpenAsync(options, default)).Value!;
            (await session.PollAsync(Poll(TimeSpan.Zero), default)).Value!.Dispose();
            member = session.MemberId;
        }

        await using var after = await TestEngine.OpenAsync(
            directory.Path, new PosixFileSystem(), options => options with { Groups = new GroupOptions { MaxSessionTimeout = TimeSpan.FromMinutes(1) } });
        await after.Engine.Coordinator.Loaded;
        var back = new ConsumerOptions("g") { MemberId = member, InstanceId = instance };

        Assert.Equal(ErrorCode.InvalidSessionTimeout, (await after.Engine.Consumers.OpenAsync(back, default)).Error?.Code);
        Assert.Equal(0, after.Engine.Consumers.OpenSessions);
        Assert.True((await after.Engine.Consumers.OpenAsync(back with { SessionTimeout = TimeSpan.FromSeconds(30) }, default)).IsSuccess);
    }

    [Fact]
    public async Task FirstPollsByHandAtOnce_ShareOneSession()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => OpenAsync(ByHand("g")))));

        Assert.Single(opened.Distinct());
        Assert.Equal(1, _engine.Engine.Consumers.OpenSessions);
    }

    [Fact]
    public async Task RejectionThatComesAgain_CountsOnce()
    {
        var session = await OpenAsync(ByHand("g"));
        using (var poll = (await session.PollAsync(Poll(TimeSpan.Zero), default)).Value!) session.Deliver(poll, [3]);
        var nack = Poll(TimeSpan.Zero) with { Reject = [new Rejection("quakes", 0, 1, null)] };

        for (var i = 0; i < 3; i++) (await session.PollAsync(nack, default)).Value!.Dispose();

        Assert.Equal("reststream:deliveries=1", Committed("g").Metadata);
    }

    [Fact]
    public async Task RejectionBelowTheAcknowledged_ChangesNothing()
    {
        var session = await OpenAsync(ByHand("g"));
        using var poll = (await session.PollAsync(Poll(TimeSpan.Zero), default)).Value!;
        session.Deliver(poll, [3]);
        await session.CommitAsync([AckOf(poll, 2)], default);

        var polled = await session.PollAsync(Poll(TimeSpan.Zero) with { Reject = [new Rejection("quakes", 0, 1, null)] }, default);

        polled.Value!.Dispose();
        Assert.Equal((2, ""), (Committed("g").NextOffset, Committed("g").Metadata));
    }

    [Fact]
    public async Task RefusedAcknowledgement_IsToldBeforeTheWaitEnds()
    {
        var session = await OpenAsync(ByHand("g"));
        using var poll = (await session.PollAsync(Poll(TimeSpan.Zero), default)).Value!;
        session.Deliver(poll, [3]);
        await OpenAsync(new ConsumerOptions("g") { Topics = ["quakes"] });
        await Eventually.True(() => _engine.Engine.Coordinator.Describe("g").Value?.Members.Count == 1);

        var refused = await session.PollAsync(Poll(TimeSpan.FromMinutes(1)) with { Acknowledge = [AckOf(poll, 3)] }, default).AsTask().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(ErrorCode.NonEmptyGroup, refused.Error?.Code);
    }

    public async Task InitializeAsync()
    {
        _engine = await TestEngine.OpenAsync();
        await _engine.Engine.Coordinator.Loaded;
        await _engine.CreateAsync("quakes");
        await _engine.ProduceAsync("quakes", [.. Enumerable.Range(0, 3).Select(i => new Rec($"{i}"))]);
    }

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    private static ConsumerOptions ByHand(string group) => new(group) { Partitions = [new AssignedPartition("quakes", 0)], MemberId = "hand" };

    private static ConsumerPollRequest Poll(TimeSpan wait) => new(100, 1 << 20, wait);

    private static Acknowledgement AckOf(ConsumerPoll poll, long next) => new("quakes", 0, poll.Partitions[0].TopicId, next, poll.Partitions[0].OwnedSince);

    private async Task<IConsumerSession> OpenAsync(ConsumerOptions options) => (await _engine.Engine.Consumers.OpenAsync(options, default)).Value!;

    private GroupOffset Committed(string group) => Assert.Single(_engine.Engine.Groups.Offsets(group).Value!);
}
