using RestStream.Broker.Timing;
using RestStream.Core.Groups;

namespace RestStream.Broker.Groups.Sessions;

/// <summary>
/// Whether the consumer lives. The coordinator's own clock is held as long as the session is in memory: it takes every join as a sign of life, and the server joins for consumers that may be
/// long gone. This one starts at the end of each answer and stands still during polls. The deadline is moved only when it comes, so that a poll costs no lock that others share.
/// </summary>
internal sealed partial class ConsumerSession
{
    private readonly Clock _clock;
    private TimeSpan _sessionTimeout;
    private int _answering;
    private long _idleSince;
    private long _armedFor = long.MaxValue;

    /// <summary>A poll began: the clock stands still until <see cref="EndAnswer"/>. Under the lock.</summary>
    private void BeginAnswer() => _answering++;

    private void EndAnswer()
    {
        lock (_lock)
        {
            if (--_answering == 0 && Liveness == ConsumerLiveness.Polls) RestartClock();
        }
    }

    /// <summary>The session is made: should no poll ever come, it expires all the same.</summary>
    public void BeginClock()
    {
        lock (_lock)
        {
            if (_answering == 0 && Liveness == ConsumerLiveness.Polls) RestartClock();
        }
    }

    private void StartClock()
    {
        lock (_lock)
        {
            _options = _options with { Liveness = ConsumerLiveness.Polls };
            RestartClock();
        }
    }

    private void RestartClock()
    {
        if (_ended is not null) return;
        _idleSince = _context.Time.GetTimestamp();
        Arm(_sessionTimeout);
    }

    private void Arm(TimeSpan time)
    {
        var due = _context.Time.GetTimestamp() + (long)(time.TotalSeconds * _context.Time.TimestampFrequency);
        if (due >= _armedFor) return;
        _armedFor = due;
        _context.Clocks.Add(_clock, time);
    }

    private void OnClock()
    {
        lock (_lock)
        {
            _armedFor = long.MaxValue;
            if (_ended is not null || _answering > 0 || Liveness != ConsumerLiveness.Polls) return;
            var left = _sessionTimeout - _context.Time.GetElapsedTime(_idleSince);
            if (left > TimeSpan.Zero)
            {
                Arm(left);
                return;
            }

            // From now on a poll finds it over; what it has delivered is looked at first.
            BeginAnswer();
            _isExpiring = true;
        }

        _ = Task.Run(ExpireAsync);
    }

    private sealed class Clock(ConsumerSession session) : Deadline
    {
        public override void Expire() => session.OnClock();
    }
}
