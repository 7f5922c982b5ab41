using RestStream.Storage.Compaction;
using RestStream.TestKit;

namespace RestStream.Storage.Tests.Compaction;

public sealed class CleanerThrottleTests
{
    [Fact]
    public void BytesOverTheRate_AreWaitedFor()
    {
        var time = new ManualTimeProvider();
        var start = time.GetTimestamp();
        var throttle = new CleanerThrottle(1_000_000, time, time.Advance, CancellationToken.None);
        for (var i = 0; i < 500; i++) throttle.Add(10_000);
        Assert.InRange(time.GetElapsedTime(start).TotalSeconds, 4.9, 5.1);
    }

    [Fact]
    public void NoLimit_RestsAsLongAsItWorked()
    {
        var time = new ManualTimeProvider();
        var (worked, rested) = (TimeSpan.Zero, TimeSpan.Zero);
        var throttle = new CleanerThrottle(null, time, Rest, CancellationToken.None);
        for (var i = 0; i < 1000; i++)
        {
            var step = TimeSpan.FromMilliseconds(0.7);
            time.Advance(step);
            worked += step;
            throttle.Add(int.MaxValue);
        }

        Assert.InRange(rested / worked, 0.95, 1.05);

        void Rest(TimeSpan by)
        {
            time.Advance(by);
            rested += by;
        }
    }

    [Fact]
    public async Task Stop_EndsTheWait()
    {
        using var stop = new CancellationTokenSource();
        var throttle = new CleanerThrottle(1, new ManualTimeProvider(), _ => stop.Cancel(), stop.Token);
        Assert.Throws<OperationCanceledException>(() => throttle.Add(1000));
        await stop.CancelAsync();
        Assert.Throws<OperationCanceledException>(() => throttle.Add(0));
    }
}
