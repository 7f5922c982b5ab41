using System.Buffers;

namespace RestStream.Storage;

public sealed partial class PartitionLog
{
    private HashSet<ILogWaiter>? _waiters;
    private volatile int _waiterCount;

    /// <summary>Signals <paramref name="waiter"/> at every move until it is removed. To lose no wake-up: add first, then read, then wait.</summary>
    public void AddWaiter(ILogWaiter waiter)
    {
        ArgumentNullException.ThrowIfNull(waiter);
        var waiters = _waiters ?? Interlocked.CompareExchange(ref _waiters, new(ReferenceEqualityComparer.Instance), null) ?? _waiters;
        lock (waiters)
        {
            waiters.Add(waiter);
            _waiterCount = waiters.Count;
        }
    }

    /// <summary>Takes a waiter away; does nothing when it is not there.</summary>
    public void RemoveWaiter(ILogWaiter waiter)
    {
        if (_waiters is not { } waiters) return;
        lock (waiters)
        {
            waiters.Remove(waiter);
            _waiterCount = waiters.Count;
        }
    }

    /// <summary>Signals outside of the lock: a waiter may remove itself at once.</summary>
    internal void SignalWaiters()
    {
        // The move was published before, the count is read after: a waiter that was added and saw nothing yet is seen here.
        Interlocked.MemoryBarrier();
        if (_waiterCount == 0 || _waiters is not { } waiters) return;
        ILogWaiter[] signalled;
        int count;
        lock (waiters)
        {
            count = waiters.Count;
            signalled = ArrayPool<ILogWaiter>.Shared.Rent(count);
            waiters.CopyTo(signalled);
        }

        for (var i = 0; i < count; i++) signalled[i].Signal();
        ArrayPool<ILogWaiter>.Shared.Return(signalled, clearArray: true);
    }
}
