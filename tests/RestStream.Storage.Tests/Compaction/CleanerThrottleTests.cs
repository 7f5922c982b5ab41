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
    public void NoLimit_NeverWaits()
    {
        var throttle = new CleanerThrottle(null, new ManualTimeProvider(), _ => Assert.Fail("waited"), CancellationToken.None);
        for (var i = 0; i < 100; i++) throttle.Add(int.MaxValue);
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
