namespace RestStream.TestKit;

public sealed partial class ManualTimeProvider
{
    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public long DueTicks { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                _period = period;
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                DueTicks = clock._elapsedTicks + dueTime.Ticks;
                clock._timers.Add(this);
            }
            if (dueTime == TimeSpan.Zero)
                clock.Advance(TimeSpan.Zero);
            return true;
        }

        /// <summary>Under the clock's lock: forgets a timer of one shot, sets a periodic one to its next time.</summary>
        public void Rearm()
        {
            if (_period <= TimeSpan.Zero)
                clock._timers.Remove(this);
            else
                DueTicks += _period.Ticks;
        }

        public void Fire() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
