using System.Collections.Concurrent;
using RestStream.Core.Records;
using RestStream.Core.Schemas;
using RestStream.Schemas.Json;

namespace RestStream.Schemas.Enforcement;

/// <summary>Checks records against the schemas of the registry. Thread-safe.</summary>
public sealed class SchemaGate : IRecordGate, IDisposable
{
    private const int MaxPlans = 10_000;
    private const int FullyExplained = 1_000;
    private const int RecordsPerLookAtTheClock = 16;
    private readonly ISchemaSource _source;
    private readonly EnforcementOptions _options;
    private readonly IPayloadChecks _checks;
    private readonly TimeProvider _time;
    private readonly ReadySchemas _ready;
    private readonly EnforcementMetrics _metrics = new();
    private readonly ConcurrentDictionary<string, TopicPlan> _plans = new(StringComparer.Ordinal);

    /// <summary>A gate over the registry.</summary>
    /// <param name="source">The registry.</param>
    /// <param name="options">The limits.</param>
    /// <param name="providers">Who reads schemas of binary forms.</param>
    /// <param name="time">The clock.</param>
    public SchemaGate(ISchemaSource source, EnforcementOptions options, IEnumerable<ISchemaProvider> providers, TimeProvider time)
        : this(source, options, new PayloadChecks(options, providers), time)
    {
    }

    internal SchemaGate(ISchemaSource source, EnforcementOptions options, IPayloadChecks checks, TimeProvider time) =>
        (_source, _options, _checks, _ready, _time) = (source, options, checks, new ReadySchemas(checks, options, (schema, reason) => SchemaIsUnusable?.Invoke(schema, reason)), time);

    /// <summary>Told once of a registered schema that no record can be checked by; such records are refused. Called on the thread that asks for the schema.</summary>
    public event Action<RegisteredSchema, Exception>? SchemaIsUnusable;

    /// <inheritdoc/>
    public bool IsOpen => _source.Current is not null;

    /// <inheritdoc/>
    public IReadOnlyList<RecordVerdict>? Check(string topic, TopicSchemas schemas, RecordTable table, ReadOnlySpan<int> batch)
    {
        ArgumentNullException.ThrowIfNull(table);
        var plan = PlanOf(topic, schemas);
        List<RecordVerdict>? verdicts = null;
        var stamps = default(Stamps);
        var (begin, isLate) = (_time.GetTimestamp(), false);
        for (var i = 0; i < batch.Length; i++)
        {
            if (i % RecordsPerLookAtTheClock == 0) isLate = isLate || _time.GetElapsedTime(begin) > _options.MaxTimePerBatch;
            // A batch of nothing but misfits must not fill the memory with what is wrong with them.
            var maxErrors = verdicts is { Count: >= FullyExplained } ? 1 : _options.MaxErrorsPerRecord;
            var verdict = isLate ? plan.NotReached(table, batch[i]) : plan.Check(table, batch[i], maxErrors, ref stamps);
            if (verdict is not null) (verdicts ??= []).Add(verdict);
        }

        _metrics.Checked(batch.Length, verdicts);
        return verdicts;
    }

    /// <summary>Tells a reader about the schemas of stored records, as they are now.</summary>
    public RecordSchemas Read() => new(_source.Current, _ready);

    /// <summary>A schema to try records against, registered or not.</summary>
    /// <exception cref="SchemaException">It is no schema.</exception>
    public SchemaTrial Try(RegisteredSchema schema, bool assertsFormats)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new SchemaTrial(_checks.Make(schema, assertsFormats), _options.MaxErrorsPerRecord);
    }

    /// <summary>A schema to try records against that is registered nowhere and uses no other.</summary>
    /// <exception cref="SchemaException">It is no schema.</exception>
    public SchemaTrial Try(SchemaType type, string text, bool assertsFormats)
    {
        // What registration would refuse is no schema here either.
        var read = type == SchemaType.Json ? JsonSchemaProvider.ParseJson(text, []).CanonicalText : text;
        return Try(new RegisteredSchema("", 0, 0, Guid.Empty, type, read), assertsFormats);
    }

    /// <inheritdoc/>
    public void Dispose() => _metrics.Dispose();

    private TopicPlan PlanOf(string topic, TopicSchemas schemas)
    {
        var state = _source.Current ?? throw new InvalidOperationException("The gate is not open.");
        if (_plans.TryGetValue(topic, out var plan) && plan.IsFor(schemas, state)) return plan;
        if (_plans.Count >= MaxPlans) _plans.Clear();
        return _plans[topic] = new TopicPlan(topic, schemas, state, _ready);
    }
}
