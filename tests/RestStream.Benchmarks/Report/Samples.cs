namespace RestStream.Benchmarks.Report;

/// <summary>One measurement's rounds.</summary>
internal readonly struct Samples(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public double Median => Percentile(0.5);

    public double Min => _sorted[0];

    public double Max => _sorted[^1];

    /// <summary>The value below which the share of the samples lies; 0.5 of an even count is the mean of the middle two.</summary>
    public double Percentile(double share)
    {
        var at = share * (_sorted.Length - 1);
        var below = _sorted[(int)at];
        var above = _sorted[Math.Min((int)at + 1, _sorted.Length - 1)];
        return below + ((above - below) * (at - (int)at));
    }
}
