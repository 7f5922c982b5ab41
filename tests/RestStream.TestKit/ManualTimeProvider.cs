namespace RestStream.TestKit;

/// <summary>A clock that stands still until it is moved. Timers fire on the thread that moves it, in the order of their due times. Thread-safe.</summary>
public sealed partial class ManualTimeProvider : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _utcNow;
    private long _elapsedTicks;

    /// <summary>Starts at a fixed day, or at the given one.</summary>
    public ManualTimeProvider(DateTimeOffset? start = null) => _utcNow = start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many timers are armed: lets a test wait until the code under test is waiting.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_lock)
                return _timers.Count;
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _utcNow;
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_lock)
            return _elapsedTicks;
    }

    /// <summary>Sets the wall clock alone, as an administrator does: no timer fires, timestamps stay.</summary>
    public void SetUtcNow(DateTimeOffset utcNow)
    {
        lock (_lock)
            _utcNow = utcNow;
    }

    /// <summary>Moves both clocks forward, firing every timer on the way at its own time.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        long target = GetTimestamp() + by.Ticks;
        while (NextDue(target) is { } timer)
            timer.Fire();
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    // The earliest timer due by then, with the clocks moved to its time; null, with the clocks at the target, when none is left.
    private ManualTimer? NextDue(long target)
    {
        lock (_lock)
        {
            ManualTimer? next = _timers.Where(t => t.DueTicks <= target).MinBy(t => t.DueTicks);
            long step = Math.Max(0, (next?.DueTicks ?? target) - _elapsedTicks);
            _elapsedTicks += step;
            _utcNow = _utcNow.AddTicks(step);
            next?.Rearm();
            return next;
        }
    }
}
