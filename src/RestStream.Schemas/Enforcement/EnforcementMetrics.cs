using System.Diagnostics.Metrics;
using RestStream.Core.Schemas;

namespace RestStream.Schemas.Enforcement;

/// <summary>The meter of checking records, <c>RestStream.Schemas.Enforcement</c>. Thread-safe.</summary>
internal sealed class EnforcementMetrics : IDisposable
{
    private readonly Meter _meter = new(SchemaMeters.Enforcement);
    private readonly Counter<long> _checked;
    private readonly Counter<long> _warned;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _deadLettered;

    public EnforcementMetrics()
    {
        _checked = _meter.CreateCounter<long>("reststream.schema.checked_records", description: "Records checked against schemas.");
        _warned = _meter.CreateCounter<long>("reststream.schema.warned_records", description: "Records stored that do not fit their schema (mode warn).");
        _rejected = _meter.CreateCounter<long>("reststream.schema.rejected_records", description: "Records refused by a schema.");
        _deadLettered = _meter.CreateCounter<long>("reststream.schema.dead_lettered_records", description: "Records sent to dead letters by a schema.");
    }

    public void Checked(int records, IReadOnlyList<RecordVerdict>? verdicts)
    {
        _checked.Add(records);
        foreach (var verdict in verdicts ?? []) CounterOf(verdict.Action).Add(1);
    }

    public void Dispose() => _meter.Dispose();

    private Counter<long> CounterOf(RecordAction action) => action switch
    {
        RecordAction.Warn => _warned,
        RecordAction.DeadLetter => _deadLettered,
        _ => _rejected,
    };
}
