using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace RestStream.Server.Metrics;

/// <summary>Listens to the meters of the engine, the hub and the schemas and keeps their sums, gauges and histograms for the next scrape. Thread-safe.</summary>
internal sealed class MeterReadings : IDisposable
{
    private static readonly string[] Meters =
        ["RestStream.Storage", "RestStream.Broker", "RestStream.Schemas", Push.PushMetrics.MeterName, RestStream.Schemas.Enforcement.SchemaMeters.Enforcement];
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, InstrumentReading> _readings = new();

    public MeterReadings()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!Meters.Contains(instrument.Meter.Name)) return;
            listener.EnableMeasurementEvents(instrument, _readings.GetOrAdd(instrument, InstrumentReading.Of));
        };
        _listener.MeasurementsCompleted = (instrument, _) => _readings.TryRemove(instrument, out InstrumentReading? _);
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => ((InstrumentReading)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => ((InstrumentReading)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => ((InstrumentReading)state!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>What every instrument says now, by name.</summary>
    public IReadOnlyList<InstrumentReading> Read()
    {
        _listener.RecordObservableInstruments();
        return [.. _readings.Values.OrderBy(reading => reading.Name, StringComparer.Ordinal)];
    }

    public void Dispose() => _listener.Dispose();
}
