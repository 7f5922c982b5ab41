namespace RestStream.Server.Push;

/// <summary>How many calls one connection may still make: so many a second, and a burst of twice as many. Thread-safe.</summary>
internal sealed class InvocationRate(int perSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private long _since = time.GetTimestamp();
    private double _left = 2.0 * perSecond;
    private int _refused;

    /// <summary>The calls a second that it allows.</summary>
    public int PerSecond => perSecond;

    /// <summary>Counts a call. False when it comes too early; <paramref name="isFlood"/> when so many more were refused than taken that the connection must end.</summary>
    public bool TryTake(out bool isFlood)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _left = Math.Min(2.0 * perSecond, _left + (time.GetElapsedTime(_since, now).TotalSeconds * perSecond));
            _since = now;
            isFlood = false;
            if (_left >= 1)
            {
                _left--;
                _refused = Math.Max(0, _refused - 1);
                return true;
            }

            isFlood = ++_refused > perSecond;
            return false;
        }
    }
}
