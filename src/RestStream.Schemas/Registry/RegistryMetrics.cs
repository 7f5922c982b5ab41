using System.Diagnostics.Metrics;

namespace RestStream.Schemas.Registry;

/// <summary>The registry's meter, <c>RestStream.Schemas</c>. Thread-safe.</summary>
internal sealed class RegistryMetrics : IDisposable
{
    private readonly Meter _meter = new("RestStream.Schemas");
    private readonly Counter<long> _registered;
    private readonly Counter<long> _incompatible;

    public RegistryMetrics(Func<RegistrySnapshot> current)
    {
        _registered = _meter.CreateCounter<long>("reststream.schemas.registered", null, "Versions registered.");
        _incompatible = _meter.CreateCounter<long>("reststream.schemas.incompatible", null, "Registrations refused because an earlier version is not compatible.");
        _meter.CreateObservableGauge("reststream.schemas.subjects", () => current().Subjects.Count, null, "Subjects, soft-deleted ones too.");
        _meter.CreateObservableGauge("reststream.schemas.ids", () => current().Schemas.Values.Sum(context => context.ById.Count), null, "Schemas that have an id.");
    }

    public void Registered() => _registered.Add(1);

    public void Incompatible() => _incompatible.Add(1);

    public void Dispose() => _meter.Dispose();
}
