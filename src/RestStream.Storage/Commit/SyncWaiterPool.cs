namespace RestStream.Storage.Commit;

/// <summary>Waiters for reuse, so that a wait allocates nothing at steady state.</summary>
internal sealed class SyncWaiterPool
{
    private const int Limit = 4096;
    private readonly Lock _lock = new();
    private SyncWaiter? _free;
    private int _count;

    public SyncWaiter Rent()
    {
        lock (_lock)
        {
            if (_free is { } waiter)
            {
                _free = waiter.Next;
                waiter.Next = null;
                _count--;
                return waiter;
            }
        }

        return new SyncWaiter(this);
    }

    public void Return(SyncWaiter waiter)
    {
        waiter.Reset();
        lock (_lock)
        {
            if (_count == Limit) return;
            waiter.Next = _free;
            _free = waiter;
            _count++;
        }
    }
}
