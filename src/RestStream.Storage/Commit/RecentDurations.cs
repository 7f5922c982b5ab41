namespace RestStream.Storage.Commit;

/// <summary>The last durations of one kind of sync.</summary>
internal sealed class RecentDurations
{
    private const int Kept = 64;
    private readonly long[] _ticks = new long[Kept];
    private readonly long[] _sorted = new long[Kept];
    private int _next;
    private int _count;
    private long _sum;
    private long _p99;

    public bool Any => _count > 0;

    public long MeanTicks => _sum / _count;

    /// <summary>The 99th percentile; of so few, that is the largest but for one outlier once all places are filled.</summary>
    public long P99Ticks => _p99;

    public void Add(long ticks)
    {
        _sum += ticks - _ticks[_next];
        _ticks[_next] = ticks;
        _next = (_next + 1) % Kept;
        _count = Math.Min(_count + 1, Kept);
        if (_next % 8 == 0 || _count < 8) Rank();
    }

    private void Rank()
    {
        var sorted = _sorted.AsSpan(0, _count);
        _ticks.AsSpan(0, _count).CopyTo(sorted);
        sorted.Sort();
        _p99 = sorted[Math.Max(0, _count - (_count == Kept ? 2 : 1))];
    }
}
