using RestStream.Core.Records;
using RestStream.Core.Schemas;

namespace RestStream.Schemas.Enforcement;

/// <summary>What one topic asks of its records, against one state of the registry. Thread-safe.</summary>
internal sealed class TopicPlan(string topic, TopicSchemas rules, IRegisteredSchemas schemas, ReadySchemas ready)
{
    private readonly PartPlan? _value = Plan(RecordPart.Value, rules.Value, topic, schemas, ready);
    private readonly PartPlan? _key = Plan(RecordPart.Key, rules.Key, topic, schemas, ready);

    /// <summary>True while the topic asks this, and the registry is as it was.</summary>
    public bool IsFor(TopicSchemas asked, IRegisteredSchemas state) => ReferenceEquals(asked, rules) && ReferenceEquals(state, schemas);

    /// <summary>Looks at a record, and names the schema that it fits in a header when the topic wants that; null when it fits.</summary>
    public RecordVerdict? Check(RecordTable table, int index, int maxErrors, ref Stamps stamps)
    {
        ref var record = ref table.Records[index];
        RegisteredSchema? valueSchema = null, keySchema = null;
        var value = _value?.Check(table, record, maxErrors, out valueSchema);
        var key = _key?.Check(table, record, maxErrors, out keySchema);
        if (value is not null || key is not null) return Verdict(index, value, key);
        if (valueSchema is not null && rules.Value!.Stamps) stamps.Add(table, ref record, RecordPart.Value, valueSchema.Guid);
        if (keySchema is not null && rules.Key!.Stamps) stamps.Add(table, ref record, RecordPart.Key, keySchema.Guid);
        return null;
    }

    /// <summary>The verdict on a record that there was no time for; null when there is nothing in it to look at.</summary>
    public RecordVerdict? NotReached(RecordTable table, int index)
    {
        ref readonly var record = ref table.Records[index];
        var (value, key) = (_value?.NotReached(record), _key?.NotReached(record));
        return value is null && key is null ? null : Verdict(index, value, key);
    }

    private RecordVerdict Verdict(int index, Finding? value, Finding? key)
    {
        var action = (RecordAction)Math.Max(value is null ? 0 : (int)_value!.Action, key is null ? 0 : (int)_key!.Action);
        var finding = value is not null && key is not null ? Findings.Join(value, key) : value ?? key!;
        return new RecordVerdict(index, action, finding.Error, finding.SchemaId);
    }

    private static PartPlan? Plan(RecordPart part, SchemaRule? rule, string topic, IRegisteredSchemas schemas, ReadySchemas ready) =>
        rule is null or { Mode: SchemaMode.Off } ? null : new PartPlan(part, rule, topic, schemas, ready);
}
