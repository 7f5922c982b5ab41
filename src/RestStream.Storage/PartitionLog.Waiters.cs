using System.Buffers;

namespace RestStream.Storage;

public sealed partial class PartitionLog
{
    private HashSet<ILogWaiter>? _waiters;

    /// <summary>Signals <paramref name="waiter"/> at every move until it is removed. To lose no wake-up: add first, then read, then wait.</summary>
    public void AddWaiter(ILogWaiter waiter)
    {
        ArgumentNullException.ThrowIfNull(waiter);
        var waiters = _waiters ?? Interlocked.CompareExchange(ref _waiters, new(ReferenceEqualityComparer.Instance), null) ?? _waiters;
        lock (waiters) waiters.Add(waiter);
    }

    /// <summary>Takes a waiter away; does nothing when it is not there.</summary>
    public void RemoveWaiter(ILogWaiter waiter)
    {
        if (_waiters is not { } waiters) return;
        lock (waiters) waiters.Remove(waiter);
    }

    /// <summary>Signals outside of the lock: a waiter may remove itself at once.</summary>
    internal void SignalWaiters()
    {
        if (_waiters is not { Count: > 0 } waiters) return;
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
