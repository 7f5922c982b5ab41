using System.Diagnostics.CodeAnalysis;
using RestStream.Server.Records;

namespace RestStream.Server.Push;

/// <summary>
/// The state of one subscription between its loop and its client's calls: place, epoch, credits, pause. A waiting loop costs one task; nothing polls. Thread-safe.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A CancellationTokenSource without a timer or a wait handle holds nothing, and late callers may still cancel it.")]
internal sealed class SubscriptionControl
{
    private readonly Lock _gate = new();
    private readonly bool _isCredited;
    private readonly int _maxCredits;
    private ReadPositions _place;
    private PushFrame? _announcement;
    private CancellationTokenSource _interrupt = new();
    private TaskCompletionSource? _waiting;
    private long _credits;
    private int _epoch;
    private bool _isPaused;
    private bool _isOver;

    /// <summary>A subscription at a place, with so many credits, or none to count when null.</summary>
    public SubscriptionControl(ReadPositions place, PushFrame? announcement, int? credits, int maxCredits)
    {
        (_place, _announcement, _maxCredits) = (place, announcement, maxCredits);
        (_isCredited, _credits) = (credits is not null, credits ?? 0);
    }

    /// <summary>The next turn, as soon as there is one to take.</summary>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public async ValueTask<Turn> NextAsync(PushMetrics metrics, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryTake(out var turn, out var waiting)) return turn;
            metrics.BeganPause();
            try
            {
                await waiting.WaitAsync(cancellationToken);
            }
            finally
            {
                metrics.EndedPause();
            }
        }
    }

    /// <summary>Moves on after a fetch; false when the place it began at does not count any more.</summary>
    public bool TryMove(int epoch, ReadPositions after, bool spendsCredit)
    {
        lock (_gate)
        {
            if (epoch != _epoch || _isPaused) return false;
            _place = after;
            if (spendsCredit && _isCredited) _credits--;
            return true;
        }
    }

    /// <summary>Gives credits; false when the subscription counts none.</summary>
    public bool TryCredit(int count)
    {
        lock (_gate)
        {
            if (!_isCredited) return false;
            _credits = Math.Min(_credits + count, _maxCredits);
            _waiting?.TrySetResult();
            return true;
        }
    }

    public void Pause()
    {
        lock (_gate) _isPaused = true;
        Interrupt();
    }

    public void Resume()
    {
        lock (_gate)
        {
            _isPaused = false;
            _waiting?.TrySetResult();
        }
    }

    /// <summary>Goes to another place; returns the new epoch. The announcement is the first frame of it, also while paused.</summary>
    public int Seek(ReadPositions place, Func<int, PushFrame> announce)
    {
        int epoch;
        lock (_gate)
        {
            epoch = ++_epoch;
            _place = place;
            _announcement = announce(epoch);
        }

        Interrupt();
        return epoch;
    }

    /// <summary>Ends it: the next turn is over.</summary>
    public void End()
    {
        lock (_gate) _isOver = true;
        Interrupt();
    }

    /// <summary>Makes the loop look again.</summary>
    public void Interrupt()
    {
        CancellationTokenSource current;
        lock (_gate)
        {
            current = _interrupt;
            _waiting?.TrySetResult();
        }

        // Elsewhere: what waits for it must not run on the thread of whoever calls.
        _ = current.CancelAsync();
    }

    private bool TryTake(out Turn turn, out Task waiting)
    {
        lock (_gate)
        {
            if (_interrupt.IsCancellationRequested) _interrupt = new CancellationTokenSource();
            turn = new Turn(_announcement, _place, _epoch, _isOver, _interrupt.Token);
            waiting = Task.CompletedTask;
            _announcement = null;
            if (turn.Announcement is not null || _isOver || (!_isPaused && (!_isCredited || _credits > 0))) return true;
            waiting = (_waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            return false;
        }
    }
}
