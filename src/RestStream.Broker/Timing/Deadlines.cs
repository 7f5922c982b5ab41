namespace RestStream.Broker.Timing;

/// <summary>
/// Many deadlines with one timer, armed for the earliest slot that holds one and for nothing when there is none. A deadline is late by at most one grain,
/// never early. Thread-safe.
/// </summary>
internal sealed class Deadlines : IDisposable
{
    // A timer takes no more than some 49 days; what is due later is armed for again when it fires.
    private static readonly long MaxArmedMilliseconds = (long)TimeSpan.FromDays(1).TotalMilliseconds;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, DeadlineSlot> _slots = [];
    private readonly PriorityQueue<DeadlineSlot, long> _order = new();
    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly long _grainTicks;
    private readonly ITimer _timer;
    private long _armedFor = long.MaxValue;

    public Deadlines(TimeProvider time, TimeSpan grain)
    {
        (_time, _origin, _grainTicks) = (time, time.GetTimestamp(), grain.Ticks);
        _timer = time.CreateTimer(static self => ((Deadlines)self!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Has it expire after a time, and no longer at the one before.</summary>
    public void Add(Deadline deadline, TimeSpan wait)
    {
        lock (_lock)
        {
            deadline.Slot?.Remove(deadline);
            var number = (ElapsedTicks() + wait.Ticks + _grainTicks - 1) / _grainTicks;
            if (!_slots.TryGetValue(number, out var slot))
            {
                slot = _slots[number] = new DeadlineSlot();
                _order.Enqueue(slot, number);
            }

            slot.Add(deadline);
            if (number < _armedFor) Arm(number);
        }
    }

    /// <summary>Takes one out; does nothing when it is not there (any more).</summary>
    public void Remove(Deadline deadline)
    {
        lock (_lock)
        {
            deadline.Slot?.Remove(deadline);
        }
    }

    /// <summary>Takes out and returns all of them.</summary>
    public List<Deadline> TakeAll()
    {
        var all = new List<Deadline>();
        lock (_lock)
        {
            foreach (var slot in _slots.Values) slot.TakeAll(all);
        }

        return all;
    }

    /// <summary>Calls with each of them, under the lock: for what returns at once.</summary>
    public void ForEach(Action<Deadline> call)
    {
        lock (_lock)
        {
            foreach (var slot in _slots.Values)
            {
                for (var deadline = slot.First; deadline is not null; deadline = deadline.Next) call(deadline);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Fire()
    {
        var due = new List<Deadline>();
        lock (_lock)
        {
            var now = ElapsedTicks() / _grainTicks;
            _armedFor = long.MaxValue;
            while (_order.TryPeek(out var slot, out var number) && (number <= now || slot.First is null))
            {
                _order.Dequeue();
                _slots.Remove(number);
                slot.TakeAll(due);
            }

            if (_order.TryPeek(out _, out var next)) Arm(next);
        }

        foreach (var deadline in due) deadline.Expire();
    }

    // Rounded up to the timer's millisecond, so that it does not fire too early.
    private void Arm(long number)
    {
        var ticks = (number * _grainTicks) - ElapsedTicks();
        var due = TimeSpan.FromMilliseconds(Math.Clamp((ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond, 1, MaxArmedMilliseconds));
        _armedFor = number;
        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private long ElapsedTicks() => _time.GetElapsedTime(_origin).Ticks;
}
