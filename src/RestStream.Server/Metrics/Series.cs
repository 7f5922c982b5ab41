namespace RestStream.Server.Metrics;

/// <summary>One series of an instrument. Thread-safe.</summary>
internal sealed class Series(int bucketCount)
{
    private readonly Lock _lock = new();
    private readonly long[] _buckets = new long[bucketCount];
    private double _value;
    private long _count;

    public void Record(double value, InstrumentKind kind, double[]? bounds)
    {
        lock (_lock)
        {
            _count++;
            if (kind is InstrumentKind.Gauge or InstrumentKind.ObservedCounter) _value = value;
            else _value += value;
            if (bounds is null) return;
            var bucket = Array.BinarySearch(bounds, value);
            if (bucket < 0) bucket = ~bucket;
            if (bucket < _buckets.Length) _buckets[bucket]++;
        }
    }

    /// <summary>The value or sum, the count of measurements, and the count of each bucket, not cumulated.</summary>
    public (double Value, long Count, long[] Buckets) Read()
    {
        lock (_lock) return (_value, _count, [.. _buckets]);
    }
}
