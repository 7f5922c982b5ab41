using RestStream.Storage.Files;

namespace RestStream.Storage.Commit;

/// <summary>
/// The group commit of a data directory: one thread that syncs what is dirty, starts the next sync as the last one ends and sleeps when nothing is dirty. Ticket n is completed
/// by the n-th sync; what is written while it runs gets ticket n + 1.
/// </summary>
internal sealed class CommitLoop(LogDirectory directory, SyncStrategy strategy, SyncedEndCheckpoint checkpoint)
{
    private readonly object _gate = new();
    private readonly SyncWaiterPool _pool = new();
    private readonly SyncPlan _plan = new();
    private List<PartitionLog> _dirty = [];
    private List<PartitionLog> _taken = [];
    private SyncWaiter? _waitingForNext;
    private SyncWaiter? _waitingForCurrent;
    private LogFailedException? _failure;
    private Thread? _thread;
    private long _next = 1;
    private long _completed;
    private long _unsyncedBytes;
    private long _takenBytes;
    private bool _isCheckpointDue;
    private bool _isStopping;
    private bool _isAsleep;

    /// <summary>Why nothing more is taken; null while all is well.</summary>
    public LogFailedException? Failure => Volatile.Read(ref _failure);

    public SyncMutation Mutation { get; init; }

    public void Start()
    {
        _thread = new Thread(Loop) { IsBackground = true, Name = "RestStream commit" };
        _thread.Start();
    }

    /// <summary>The log has something to sync: the ticket that covers it.</summary>
    /// <param name="log">The log; the caller holds its writer's lock.</param>
    /// <param name="bytes">What was just written.</param>
    /// <param name="mustWait">True when too much is unsynced.</param>
    /// <param name="startsCommit">False when the caller will mark more and <see cref="StartCommit"/> then.</param>
    /// <exception cref="LogFailedException">A sync failed meanwhile.</exception>
    public CommitTicket MarkDirty(PartitionLog log, int bytes, out bool mustWait, bool startsCommit = true)
    {
        lock (_gate)
        {
            if (_failure is not null) throw Again(_failure);
            if (!log.IsDirty)
            {
                log.IsDirty = true;
                _dirty.Add(log);
                if (startsCommit && _isAsleep) Monitor.Pulse(_gate);
            }

            _unsyncedBytes += bytes;
            mustWait = _unsyncedBytes > directory.Options.MaxUnsyncedBytes;
            if (bytes > 0) StorageMetrics.UnsyncedBytes.Add(bytes);
            return new(_next);
        }
    }

    /// <summary>Wakes the loop for what was marked without starting it.</summary>
    public void StartCommit()
    {
        if (!Volatile.Read(ref _isAsleep)) return;
        lock (_gate)
        {
            if (_dirty.Count > 0) Monitor.Pulse(_gate);
        }
    }

    /// <summary>The next commit writes the checkpoint of the synced ends and the indexes of what moved.</summary>
    public void RequestCheckpoint()
    {
        lock (_gate)
        {
            _isCheckpointDue = true;
            Monitor.Pulse(_gate);
        }
    }

    public ValueTask WaitAsync(CommitTicket ticket)
    {
        if (ticket.Number <= Volatile.Read(ref _completed)) return ValueTask.CompletedTask;
        lock (_gate)
        {
            if (ticket.Number <= _completed) return ValueTask.CompletedTask;
            if (_failure is not null) return ValueTask.FromException(Again(_failure));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(ticket.Number, _next, nameof(ticket));
            var waiter = _pool.Rent();
            ref var list = ref ticket.Number == _next ? ref _waitingForNext : ref _waitingForCurrent;
            waiter.Next = list;
            list = waiter;
            return waiter.Task;
        }
    }

    /// <summary>One commit; false when there was nothing to do. Called by the loop's thread, or by a test or the stop instead of it.</summary>
    public bool RunOnce()
    {
        if (!TryTake(out var ticket, out var withCheckpoint)) return false;
        try
        {
            Commit(ticket, withCheckpoint);
        }
        catch (Exception e)
        {
            Fail(e);
        }

        return true;
    }

    /// <summary>Ends for good: whoever waits learns that the outcome is unknown.</summary>
    public LogFailedException Fail(Exception cause)
    {
        LogFailedException failure;
        SyncWaiter? current, next;
        lock (_gate)
        {
            if (_failure is not null) return Again(_failure);
            failure = _failure = new("A sync or an undo failed: what was not acknowledged may or may not survive.", cause);
            (current, next) = (_waitingForCurrent, _waitingForNext);
            _waitingForCurrent = _waitingForNext = null;
            Monitor.Pulse(_gate);
        }

        Complete(current, failure);
        Complete(next, failure);
        directory.OnFailed(cause);
        return failure;
    }

    /// <summary>Commits what is left and ends the thread.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.Pulse(_gate);
        }

        _thread?.Join();
        while (Failure is null && RunOnce())
        {
        }
    }

    private static LogFailedException Again(LogFailedException failure) => new(failure.Message, failure.InnerException);

    private void Loop()
    {
        while (Failure is null)
        {
            if (RunOnce()) continue;
            lock (_gate)
            {
                if (_isStopping) return;
                if (_dirty.Count > 0 || _isCheckpointDue || _failure is not null) continue;
                _isAsleep = true;
                Monitor.Wait(_gate);
                _isAsleep = false;
            }
        }
    }

    private bool TryTake(out long ticket, out bool withCheckpoint)
    {
        lock (_gate)
        {
            (ticket, withCheckpoint) = (_next, _isCheckpointDue);
            if (_failure is not null || (_dirty.Count == 0 && !withCheckpoint)) return false;
            (_dirty, _taken) = (_taken, _dirty);
            foreach (var log in _taken) log.IsDirty = false;
            _isCheckpointDue = false;
            _next++;
            _takenBytes = _unsyncedBytes;
            (_waitingForCurrent, _waitingForNext) = (_waitingForNext, null);
            return true;
        }
    }

    private void Commit(long ticket, bool withCheckpoint)
    {
        _plan.Clear();
        foreach (var log in _taken) log.BeginSync(_plan, withCheckpoint, Mutation);
        if (Mutation == SyncMutation.AcknowledgeBeforeSync) Publish(ticket);
        if (withCheckpoint) SyncWithCheckpoint();
        else Sync();
        Publish(ticket);
        _taken.Clear();
        if (checkpoint.Moved(_plan)) directory.MovedLater();
    }

    private void SyncWithCheckpoint()
    {
        lock (checkpoint.Gate)
        {
            checkpoint.Begin(_plan, Mutation);
            if (Mutation == SyncMutation.RenameBeforeSync) checkpoint.Rename();
            Sync();
            checkpoint.End();
        }
    }

    private void Sync()
    {
        var start = directory.Time.GetTimestamp();
        strategy.Sync(_plan);
        StorageMetrics.SyncDuration.Record(directory.Time.GetElapsedTime(start).TotalSeconds);
    }

    private void Publish(long ticket)
    {
        foreach (var (log, end) in _plan.Ends) log.EndSync(end);
        SyncWaiter? waiters;
        lock (_gate)
        {
            Volatile.Write(ref _completed, ticket);
            _unsyncedBytes -= _takenBytes;
            if (_takenBytes > 0) StorageMetrics.UnsyncedBytes.Add(-_takenBytes);
            _takenBytes = 0;
            waiters = _waitingForCurrent;
            _waitingForCurrent = null;
        }

        Complete(waiters, null);
        foreach (var (log, _) in _plan.Ends) log.SignalWaiters();
    }

    private static void Complete(SyncWaiter? waiter, Exception? failure)
    {
        while (waiter is not null)
        {
            // Once completed it may be back in the pool, in another list.
            var next = waiter.Next;
            waiter.Complete(failure);
            waiter = next;
        }
    }
}
