using RestStream.Broker.Groups;
using RestStream.Broker.Groups.DeadLetters;
using RestStream.Broker.Groups.Sessions;
using RestStream.Broker.Timing;
using RestStream.Core.Groups;
using RestStream.TestKit;

namespace RestStream.Broker.Tests.Groups.Sessions;

/// <summary>Sessions over a coordinator whose log is in memory and whose clock the test moves; topics and records are an engine's.</summary>
internal sealed class SessionFixture : IAsyncDisposable
{
    private SessionFixture(TestEngine engine)
    {
        Engine = engine;
        Delays = new RecordedDelays(Time);
        Coordinator = new GroupCoordinator(new GroupOptions(), Log, _ => true, Time, TimeSpan.FromMilliseconds(20));
        Coordinator.LoadAsync([], new HashSet<string>(), e => throw e).GetAwaiter().GetResult();
        Sessions = new ConsumerSessions(new SessionContext(
            Coordinator, engine.Engine, engine.Engine, new DeadLetterWriter(engine.Engine, engine.Engine, engine.Engine, 1_024), new Deadlines(Time, TimeSpan.FromMilliseconds(20)),
            new ConsumerSessionOptions(), new SessionMetrics(() => 0), Delays));
    }

    public TestEngine Engine { get; }

    public GroupCoordinator Coordinator { get; }

    public ConsumerSessions Sessions { get; }

    public MemoryOffsetsLog Log { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    /// <summary>The sessions' own delays, not those of their clocks.</summary>
    public RecordedDelays Delays { get; }

    /// <summary>With the topic "quakes".</summary>
    public static async Task<SessionFixture> OpenAsync()
    {
        var fixture = new SessionFixture(await TestEngine.OpenAsync());
        await fixture.Engine.CreateAsync("quakes");
        return fixture;
    }

    /// <summary>A member of group "g", which subscribes to "quakes".</summary>
    public async Task<IConsumerSession> JoinAsync(CancellationToken cancellation = default) =>
        (await Sessions.OpenAsync(new ConsumerOptions("g") { Topics = ["quakes"] }, cancellation)).Value!;

    public async ValueTask DisposeAsync()
    {
        Coordinator.BeginStop();
        Sessions.Dispose();
        Coordinator.Dispose();
        await Engine.DisposeAsync();
    }
}
