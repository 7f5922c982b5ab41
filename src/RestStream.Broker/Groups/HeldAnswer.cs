namespace RestStream.Broker.Groups;

/// <summary>A join or a sync whose answer waits for others: this object, no thread, no timer. Ended under the group's lock; what waits for it runs on the thread pool
/// (<paramref name="continuations"/>).</summary>
internal sealed class HeldAnswer<T>(TaskCreationOptions continuations) where T : class
{
    private readonly TaskCompletionSource<T> _source = new(continuations);

    public Task<T> Task => _source.Task;

    public void End(T answer) => _source.TrySetResult(answer);

    public void Cancel(CancellationToken cancellationToken) => _source.TrySetCanceled(cancellationToken);
}
