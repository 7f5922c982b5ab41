using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace RestStream.Server.Metrics;

/// <summary>What one instrument measured, by its labels. Thread-safe.</summary>
internal sealed class InstrumentReading
{
    private const int MaxLabelSets = 1000;
    private readonly ConcurrentDictionary<string, Series> _byLabels = new();
    private readonly double[]? _bounds;

    private InstrumentReading(string name, string? unit, string? description, InstrumentKind kind, double[]? bounds) =>
        (Name, Unit, Description, Kind, _bounds) = (name, unit, description, kind, bounds);

    public string Name { get; }

    public string? Unit { get; }

    public string? Description { get; }

    public InstrumentKind Kind { get; }

    /// <summary>True before the first measurement.</summary>
    public bool IsEmpty => _byLabels.IsEmpty;

    public IReadOnlyList<double> Bounds => _bounds ?? [];

    /// <summary>The series, by their labels as Prometheus writes them.</summary>
    public IEnumerable<KeyValuePair<string, Series>> SeriesByLabels => _byLabels.OrderBy(entry => entry.Key, StringComparer.Ordinal);

    public static InstrumentReading Of(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        var kind = type switch
        {
            _ when type == typeof(Histogram<>) => InstrumentKind.Histogram,
            _ when type == typeof(Counter<>) => InstrumentKind.Counter,
            _ when type == typeof(ObservableCounter<>) => InstrumentKind.ObservedCounter,
            _ when type == typeof(UpDownCounter<>) => InstrumentKind.UpDownCounter,
            _ => InstrumentKind.Gauge,
        };
        return new(instrument.Name, instrument.Unit, instrument.Description, kind, kind == InstrumentKind.Histogram ? BoundsOf(instrument) : null);
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = tags.IsEmpty ? "" : PrometheusText.Labels(tags);
        if (!_byLabels.TryGetValue(labels, out var series))
        {
            if (_byLabels.Count >= MaxLabelSets) return;
            series = _byLabels.GetOrAdd(labels, _ => new Series(_bounds?.Length ?? 0));
        }

        series.Record(value, Kind, _bounds);
    }

    // Sync latencies: from 50 µs on the fastest disk to 10 s on a sick one. In the instrument's unit.
    private static double[] BoundsOf(Instrument instrument)
    {
        double[] seconds = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
        return instrument.Unit == "ms" ? [.. seconds.Select(bound => bound * 1000)] : seconds;
    }
}
