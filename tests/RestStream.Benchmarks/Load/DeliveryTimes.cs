using System.Diagnostics;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Load;

/// <summary>
/// When numbered records were acknowledged, and how long after that each subscriber had them. A record can come before the producer has read its acknowledgement: that counts as 0.
/// Thread-safe; what comes before the acknowledgement is noted waits in its slot.
/// </summary>
internal sealed class DeliveryTimes(int records)
{
    private readonly long[] _acknowledged = new long[records];
    private readonly int[] _early = new int[records];
    private readonly Lock _lock = new();
    private readonly List<(int Number, float Ms)> _samples = [];

    public void Acknowledged(int number, long at)
    {
        lock (_lock)
        {
            _acknowledged[number] = at;
            for (; _early[number] > 0; _early[number]--) _samples.Add((number, 0));
        }
    }

    public void Came(int number, long at)
    {
        if (number >= records) return;
        lock (_lock)
        {
            if (_acknowledged[number] == 0) _early[number]++;
            else _samples.Add((number, (float)Math.Max(0, Stopwatch.GetElapsedTime(_acknowledged[number], at).TotalMilliseconds)));
        }
    }

    public long Count
    {
        get
        {
            lock (_lock) return _samples.Count;
        }
    }

    /// <summary>The latencies of the records from a number on, ms.</summary>
    public Samples From(int number)
    {
        lock (_lock) return new Samples(_samples.Where(sample => sample.Number >= number).Select(sample => (double)sample.Ms).DefaultIfEmpty());
    }
}
