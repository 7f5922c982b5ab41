using RestStream.Core;
using RestStream.Core.Records;
using RestStream.Core.Schemas;

namespace RestStream.Schemas.Enforcement;

/// <summary>What a topic asks of its values, or of its keys, against one state of the registry. Thread-safe.</summary>
internal sealed class PartPlan
{
    private readonly RecordPart _part;
    private readonly SchemaRule _rule;
    private readonly string _topic;
    private readonly IRegisteredSchemas _schemas;
    private readonly BoundCheck? _plain;
    private readonly NamedSchemas<int> _byId;
    private readonly NamedSchemas<Guid> _byGuid;

    public PartPlan(RecordPart part, SchemaRule rule, string topic, IRegisteredSchemas schemas, ReadySchemas ready)
    {
        (_part, _rule, _topic, _schemas) = (part, rule, topic, schemas);
        Subject = SubjectNames.Fixed(rule, topic, part);
        if (Subject is { } subject)
        {
            if (schemas.Find(subject, rule.Version) is { } schema) _plain = Bind(schema);
            _byId = new(id => schemas.FindById(subject, id), Bind, null);
            _byGuid = new(guid => schemas.FindByGuid(subject, guid), Bind, null);
        }
        else
        {
            _byId = new(schemas.FindById, Bind, FindUnderName);
            _byGuid = new(schemas.FindByGuid, Bind, FindUnderName);
        }

        BoundCheck Bind(RegisteredSchema schema) => ready.Bind(schema, rule.AssertsFormats);
    }

    /// <summary>The subject of records that do not name their schema; null when the strategy has none for them.</summary>
    public string? Subject { get; }

    /// <summary>What is done with a record that does not fit.</summary>
    public RecordAction Action => _rule switch
    {
        { Mode: SchemaMode.Warn } => RecordAction.Warn,
        { OnInvalid: InvalidRecordAction.DeadLetter } => RecordAction.DeadLetter,
        _ => RecordAction.Reject,
    };

    /// <summary>Looks at a record; null when it fits.</summary>
    /// <param name="table">The request's records.</param>
    /// <param name="record">The record.</param>
    /// <param name="maxErrors">At most so many places are told.</param>
    /// <param name="fits">The version that it fits and does not name itself; null otherwise.</param>
    public Finding? Check(RecordTable table, in RecordSlice record, int maxErrors, out RegisteredSchema? fits)
    {
        fits = null;
        var (start, length) = _part == RecordPart.Value ? (record.ValueStart, record.ValueLength) : (record.KeyStart, record.KeyLength);
        // Tombstones pass, and so do records without a key.
        if (length < 0) return null;
        var bytes = table.Bytes(start, length);
        // Most records name nothing; for them the way is short.
        if (record.HeaderCount == 0 && !WireForm.HasPrefix(bytes)) return CheckPlain(new Payload { Bytes = bytes }, maxErrors, out fits);
        var hasHeader = RecordHeaders.TryFind(table, record, WireForm.HeaderOf(_part), out var header);
        var form = WireForm.Read(bytes, hasHeader, header);
        return form.Kind == WireFormKind.None ? CheckPlain(form.Payload, maxErrors, out fits) : CheckNamed(form, maxErrors);
    }

    /// <summary>What a record is told that there was no time for; null when there is nothing to look at.</summary>
    public Finding? NotReached(in RecordSlice record) => (_part == RecordPart.Value ? record.ValueLength : record.KeyLength) < 0 ? null : Findings.NotReached(_part);

    private Finding? CheckPlain(in Payload payload, int maxErrors, out RegisteredSchema? fits)
    {
        fits = null;
        if (_plain is null) return WithoutSchema();
        if (_plain.Check is { TakesPlain: false }) return Findings.MustNameSchema(_part, _plain.Schema);
        var finding = _part == RecordPart.Key ? FindInKey(_plain, payload, maxErrors) : Find(_plain, payload, maxErrors);
        if (finding is null) fits = _plain.Schema;
        return finding;
    }

    private Finding? FindInKey(BoundCheck bound, in Payload key, int maxErrors)
    {
        if (PlainKey.Fits(bound.Check, key.Bytes) || bound.Check?.Check(key, out _) == PayloadVerdict.Fits) return null;
        return Find(bound, new Payload { Bytes = PlainKey.Explained(key.Bytes) }, maxErrors);
    }

    private Finding? WithoutSchema()
    {
        if (Subject is null) return Findings.MustNameItself(_part, _rule.Strategy);
        // A pinned version that is gone is no subject without a schema.
        return _rule.AllowsMissing && _schemas.Find(Subject, null) is null ? null : Findings.NoSchema(_part, Subject, _rule.Version);
    }

    private Finding? CheckNamed(in WireForm form, int maxErrors)
    {
        if (form.Kind == WireFormKind.Unreadable) return Findings.UnreadableHeader(_part);
        var named = form.Kind == WireFormKind.Id ? _byId.Find(form.Id, form.Payload) : _byGuid.Find(form.Guid, form.Payload);
        if (named is null) return Findings.UnknownSchema(_part, form, Subject ?? SubjectNames.Described(_rule.Strategy, _topic));
        if (_rule.Version is { } pinned && Subject is not null && named.Schema.Version != pinned && named.Schema.Guid != _plain?.Schema.Guid)
            return Findings.OtherVersion(_part, named.Schema, pinned);
        return Find(named, form.Payload, maxErrors);
    }

    private RegisteredSchema? FindUnderName(string recordName, Guid content) => _schemas.FindByGuid(SubjectNames.Of(_rule.Strategy, _topic, recordName), content);

    private Finding? Find(BoundCheck bound, in Payload payload, int maxErrors)
    {
        if (bound.Check is not { } check) return Findings.Unusable(_part, bound);
        return check.Check(payload, out var reached) switch
        {
            PayloadVerdict.Fits => null,
            PayloadVerdict.LimitExceeded => Findings.LimitExceeded(_part, bound.Schema, reached),
            _ => Findings.DoesNotFit(_part, bound.Schema, check.Explain(payload, maxErrors)),
        };
    }
}
