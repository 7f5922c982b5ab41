using System.Threading.Tasks.Sources;

namespace RestStream.Storage.Commit;

/// <summary>One wait for a sync, reused. Continuations run on the thread pool, never on the commit loop's thread.</summary>
internal sealed class SyncWaiter(SyncWaiterPool pool) : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };

    /// <summary>The next in the list that it is in.</summary>
    public SyncWaiter? Next { get; set; }

    public ValueTask Task => new(this, _core.Version);

    public void Complete(Exception? failure)
    {
        if (failure is null) _core.SetResult(true);
        else _core.SetException(failure);
    }

    public void Reset()
    {
        _core.Reset();
        Next = null;
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.GetResult(short token)
    {
        try
        {
            _core.GetResult(token);
        }
        finally
        {
            pool.Return(this);
        }
    }
}
