using System.Threading.Channels;
using RestStream.TestKit;

namespace RestStream.Broker.Tests.Groups.Sessions;

/// <summary>A manual clock that tells of each timer that is armed through it: a test then knows that the code under test rests, and for how long.</summary>
internal sealed class RecordedDelays(ManualTimeProvider time) : TimeProvider
{
    private readonly Channel<TimeSpan> _delays = Channel.CreateUnbounded<TimeSpan>();

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override long GetTimestamp() => time.GetTimestamp();

    /// <summary>The next delay, when it has begun.</summary>
    public Task<TimeSpan> NextAsync() => Eventually.Ends(_delays.Reader.ReadAsync().AsTask());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = time.CreateTimer(callback, state, dueTime, period);
        _delays.Writer.TryWrite(dueTime);
        return timer;
    }
}
