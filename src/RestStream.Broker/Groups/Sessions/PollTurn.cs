namespace RestStream.Broker.Groups.Sessions;

/// <summary>One poll of a session while it runs. What can end its waiting early: a newer poll, or news. Under the session's lock, except <see cref="Ended"/>.</summary>
internal sealed class PollTurn
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource? _waiting;

    public bool IsSuperseded { get; private set; }

    /// <summary>Something happened that the poll returns for at once.</summary>
    public bool HasNews { get; private set; }

    /// <summary>Ends when the poll has returned.</summary>
    public Task Ended => _ended.Task;

    /// <summary>A token for a wait; null when there is no reason to wait any more.</summary>
    public CancellationTokenSource? BeginWait(CancellationToken caller) =>
        IsSuperseded || HasNews ? null : _waiting = CancellationTokenSource.CreateLinkedTokenSource(caller);

    public void EndWait() => _waiting = null;

    /// <summary>The poll looks at the session now: what came before is no news any more.</summary>
    public void TakeNews() => HasNews = false;

    /// <summary>Returns what is to be cancelled, outside the lock.</summary>
    public CancellationTokenSource? Supersede()
    {
        IsSuperseded = true;
        return _waiting;
    }

    /// <summary>Returns what is to be cancelled, outside the lock.</summary>
    public CancellationTokenSource? Wake()
    {
        HasNews = true;
        return _waiting;
    }

    public void End() => _ended.TrySetResult();
}
