namespace RestStream.Broker.Fetch;

/// <summary>
/// The deadlines of all waiting fetches, with one timer, armed for the earliest slot that holds one and for nothing when none waits. A deadline is late by at
/// most one grain, never early. Thread-safe.
/// </summary>
internal sealed class Deadlines : IDisposable
{
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

    public void Add(ParkedFetch fetch, TimeSpan wait)
    {
        lock (_lock)
        {
            var number = (ElapsedTicks() + wait.Ticks + _grainTicks - 1) / _grainTicks;
            if (!_slots.TryGetValue(number, out var slot))
            {
                slot = _slots[number] = new DeadlineSlot(number);
                _order.Enqueue(slot, number);
            }

            slot.Add(fetch);
            if (number < _armedFor) Arm(number);
        }
    }

    /// <summary>Takes a fetch out; does nothing when it is not there (any more).</summary>
    public void Remove(ParkedFetch fetch)
    {
        lock (_lock)
        {
            fetch.Slot?.Remove(fetch);
        }
    }

    /// <summary>Takes out and returns all that wait.</summary>
    public List<ParkedFetch> TakeAll()
    {
        var all = new List<ParkedFetch>();
        lock (_lock)
        {
            foreach (var slot in _slots.Values) slot.TakeAll(all);
        }

        return all;
    }

    /// <summary>Signals all that wait. A signal only queues work: it is safe under the lock.</summary>
    public void SignalAll()
    {
        lock (_lock)
        {
            foreach (var slot in _slots.Values)
            {
                for (var fetch = slot.First; fetch is not null; fetch = fetch.Next) fetch.Signal();
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Fire()
    {
        var due = new List<ParkedFetch>();
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

        foreach (var fetch in due) fetch.End(FetchEnding.Deadline);
    }

    // Rounded up to the timer's millisecond, so that it does not fire too early.
    private void Arm(long number)
    {
        var ticks = (number * _grainTicks) - ElapsedTicks();
        var due = TimeSpan.FromMilliseconds(Math.Max(1, (ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond));
        _armedFor = number;
        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private long ElapsedTicks() => _time.GetElapsedTime(_origin).Ticks;
}
