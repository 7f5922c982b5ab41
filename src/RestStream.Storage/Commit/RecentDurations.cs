namespace RestStream.Storage.Commit;

/// <summary>
/// How long one kind of sync takes lately: mean and mean deviation, older ones weighing less and less. A single slow one is forgotten after a few dozen, or after fewer
/// when this kind is only tried now and then.
/// </summary>
internal sealed class RecentDurations
{
    private const double UsualWeight = 1.0 / 16, RareWeight = 1.0 / 4;
    private double _mean;
    private double _deviation;

    public bool Any { get; private set; }

    /// <summary>Takes note of one.</summary>
    /// <param name="ticks">How long it took.</param>
    /// <param name="isRare">It was only a try: each weighs more, as there are few.</param>
    public void Add(long ticks, bool isRare)
    {
        var weight = isRare ? RareWeight : UsualWeight;
        if (!Any) _mean = ticks;
        Any = true;
        _deviation += weight * (Math.Abs(ticks - _mean) - _deviation);
        _mean += weight * (ticks - _mean);
    }

    /// <summary>What so many, one after another, seldom take longer than (about the 99th percentile).</summary>
    public double SeldomAbove(int count)
    {
        const double Deviations = 3;
        return (count * _mean) + (Deviations * Math.Sqrt(count) * _deviation);
    }
}
