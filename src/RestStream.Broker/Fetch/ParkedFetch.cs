using System.Threading.Tasks.Sources;
using RestStream.Broker.Timing;
using RestStream.Core.Fetch;
using RestStream.Storage;

namespace RestStream.Broker.Fetch;

/// <summary>
/// A fetch that waits. It costs this object, its place in the waiters of its logs and in the deadlines, and nothing else: no thread, no timer. It ends in one of
/// seven ways, always on the thread pool (or on the caller's thread before it returned), always through <see cref="TryEnd"/>:
/// <list type="number">
/// <item>enough bytes, or all that may be taken: answered with them;</item>
/// <item>a partition has something to tell (unknown, deleted meanwhile, out of range, damaged, its start moved past the offset): answered at once;</item>
/// <item>the topic that it follows has more partitions: answered with what there is;</item>
/// <item>the deadline: answered with what there is, less than MinBytes or nothing;</item>
/// <item>the engine stops: likewise;</item>
/// <item>the caller leaves: cancelled, nothing remains registered;</item>
/// <item>reading fails in a way nobody foresaw: the exception.</item>
/// </list>
/// No wake-up is lost: it registers with the logs first, then reads, then waits; a signal while it reads makes it read again. Signals while it is
/// queued are one.
/// </summary>
internal sealed class ParkedFetch(FetchCoordinator coordinator, FetchRequest request, PartitionLog?[] logs)
    : Deadline, ILogWaiter, IThreadPoolWorkItem, IValueTaskSource<FetchResult>
{
    private const int Reading = 0, ReadAgain = 1, Waiting = 2, Queued = 3, Done = 4;

    private ManualResetValueTaskSourceCore<FetchResult> _source;
    private CancellationToken _token;
    private CancellationTokenRegistration _registration;
    private volatile FetchEnding _ending;
    private int _state = Reading;

    /// <summary>True when it ends as soon as a topic is made or deleted.</summary>
    public bool WatchesTopics => request.TopicsVersion is not null;

    public ValueTask<FetchResult> Start(CancellationToken cancellationToken)
    {
        foreach (var log in logs) log?.AddWaiter(this);
        coordinator.Register(this, request.MaxWait);
        _token = cancellationToken;
        _registration = cancellationToken.UnsafeRegister(static self => ((ParkedFetch)self!).End(FetchEnding.Cancelled), this);
        Run();
        return new ValueTask<FetchResult>(this, _source.Version);
    }

    /// <inheritdoc/>
    public void Signal()
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if (state is not (Waiting or Reading)) return;
            if (Interlocked.CompareExchange(ref _state, state == Waiting ? Queued : ReadAgain, state) != state) continue;
            if (state == Waiting) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return;
        }
    }

    public override void Expire() => End(FetchEnding.Deadline);

    public void End(FetchEnding ending)
    {
        _ending = ending;
        Signal();
    }

    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Exchange(ref _state, Reading);
        Run();
    }

    private void Run()
    {
        while (!TryEnd())
        {
            if (Interlocked.CompareExchange(ref _state, Waiting, Reading) == Reading) return;
            Interlocked.Exchange(ref _state, Reading);
        }
    }

    private bool TryEnd()
    {
        var ending = _ending;
        if (ending == FetchEnding.Cancelled)
        {
            Leave();
            _source.SetException(new OperationCanceledException(_token));
            return true;
        }

        try
        {
            var pass = coordinator.Read(request, logs);
            if (pass.IsEnough || coordinator.HasGrown(request) || ending != FetchEnding.None) return Answer(pass);
            pass.Discard();
            return false;
        }
        catch (Exception e)
        {
            Leave();
            _source.SetException(e);
            return true;
        }
    }

    private bool Answer(FetchPass pass)
    {
        Leave();
        _source.SetResult(coordinator.Answered(pass));
        return true;
    }

    private void Leave()
    {
        Volatile.Write(ref _state, Done);
        _registration.Unregister();
        foreach (var log in logs) log?.RemoveWaiter(this);
        coordinator.Unregister(this);
    }

    FetchResult IValueTaskSource<FetchResult>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<FetchResult>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<FetchResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
