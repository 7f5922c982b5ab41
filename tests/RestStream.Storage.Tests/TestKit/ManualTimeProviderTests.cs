using RestStream.TestKit;

namespace RestStream.Storage.Tests.TestKit;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Advance_TimersOnTheWay_FireInOrderAtTheirTimes()
    {
        DateTimeOffset start = _time.GetUtcNow();
        var fired = new List<(string, double)>();
        void Note(object? name) => fired.Add(((string)name!, (_time.GetUtcNow() - start).TotalSeconds));
        using ITimer late = _time.CreateTimer(Note, "late", TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        using ITimer periodic = _time.CreateTimer(Note, "periodic", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        using ITimer never = _time.CreateTimer(Note, "never", TimeSpan.FromSeconds(11), Timeout.InfiniteTimeSpan);
        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal([("periodic", 2), ("periodic", 4), ("late", 5), ("periodic", 6)], fired);
        Assert.Equal(2, _time.ArmedTimers);
        periodic.Dispose();
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(4, fired.Count);
    }

    [Fact]
    public void GetTimestamp_Advanced_FollowsAndIgnoresTheWallClock()
    {
        long start = _time.GetTimestamp();
        _time.SetUtcNow(_time.GetUtcNow().AddYears(10));
        Assert.Equal(TimeSpan.Zero, _time.GetElapsedTime(start));
        _time.Advance(TimeSpan.FromMilliseconds(1500));
        Assert.Equal(TimeSpan.FromMilliseconds(1500), _time.GetElapsedTime(start));
    }

    [Fact]
    public async Task Delay_Advanced_Ends()
    {
        Task delay = Task.Delay(TimeSpan.FromSeconds(10), _time);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(delay.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.Ends(delay);
    }

    [Fact]
    public void Change_FromItsOwnCallback_FiresAgain()
    {
        int fired = 0;
        ITimer? timer = null;
        timer = _time.CreateTimer(
            _ => { if (++fired < 3) timer!.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan); }, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(3, fired);
    }
}
