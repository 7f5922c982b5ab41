using System.Buffers;
using RestStream.Core.Schemas;

namespace RestStream.Schemas.Enforcement;

/// <summary>Tells readers which schemas stored records have, and shows payloads as JSON, against one state of the registry. Not thread-safe: one a reader.</summary>
public sealed class RecordSchemas
{
    private readonly Dictionary<(string Topic, int Id), NamedSchema?> _byId = [];
    private readonly Dictionary<(string Topic, Guid Guid), NamedSchema?> _byGuid = [];
    private readonly Dictionary<string, NamedSchema?> _pinned = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly IRegisteredSchemas? _schemas;
    private readonly ReadySchemas _ready;

    internal RecordSchemas(IRegisteredSchemas? schemas, ReadySchemas ready) => (_schemas, _ready) = (schemas, ready);

    /// <summary>The name of the header that may name a value's schema.</summary>
    public static ReadOnlySpan<byte> ValueHeader => WireForm.ValueHeader;

    /// <summary>The schema of a value: as the record names it, else the version that the topic is pinned to, else null.</summary>
    public NamedSchema? Name(string topic, SchemaRule? rule, scoped in StoredPart value)
    {
        var form = WireForm.Read(value.Bytes, value.HasHeader, value.Header);
        return Name(topic, rule, form);
    }

    /// <summary>A value as JSON, by the schema that it has; good until the next call. Empty when it has none, or cannot be read by it.</summary>
    public ReadOnlySpan<byte> Json(string topic, SchemaRule? rule, scoped in StoredPart value)
    {
        var form = WireForm.Read(value.Bytes, value.HasHeader, value.Header);
        if (form.Kind is not (WireFormKind.Id or WireFormKind.Guid) || Name(topic, rule, form) is not { } named) return default;
        _json.ResetWrittenCount();
        var check = _ready.Bind(named.Schema, assertsFormats: false).Check;
        return check is not null && check.TryWriteJson(form.Payload, _json) ? _json.WrittenSpan : default;
    }

    private NamedSchema? Name(string topic, SchemaRule? rule, in WireForm form) => form.Kind switch
    {
        WireFormKind.Id => ById(topic, rule, form),
        WireFormKind.Guid => ByGuid(topic, rule, form.Guid),
        _ => Pinned(topic, rule),
    };

    private NamedSchema? ById(string topic, SchemaRule? rule, in WireForm form)
    {
        if (_byId.TryGetValue((topic, form.Id), out var known)) return known;
        var found = SubjectOf(topic, rule) is { } subject ? _schemas?.FindById(subject, form.Id) : null;
        found ??= _schemas?.FindById(form.Id);
        var origin = form.Payload.IsNamedByHeader ? SchemaOrigin.Header : SchemaOrigin.Prefix;
        return _byId[(topic, form.Id)] = found is null ? null : new NamedSchema(found, origin);
    }

    private NamedSchema? ByGuid(string topic, SchemaRule? rule, Guid guid)
    {
        if (_byGuid.TryGetValue((topic, guid), out var known)) return known;
        var found = SubjectOf(topic, rule) is { } subject ? _schemas?.FindByGuid(subject, guid) : null;
        found ??= _schemas?.FindByGuid(guid);
        return _byGuid[(topic, guid)] = found is null ? null : new NamedSchema(found, SchemaOrigin.Header);
    }

    private NamedSchema? Pinned(string topic, SchemaRule? rule)
    {
        if (_pinned.TryGetValue(topic, out var known)) return known;
        var isPinned = rule is { Version: not null, Mode: SchemaMode.Enforce };
        var found = isPinned && SubjectOf(topic, rule) is { } subject ? _schemas?.Find(subject, rule!.Version) : null;
        return _pinned[topic] = found is null ? null : new NamedSchema(found, SchemaOrigin.Pinned);
    }

    private static string? SubjectOf(string topic, SchemaRule? rule) => rule is null ? $"{topic}-value" : SubjectNames.Fixed(rule, topic, RecordPart.Value);
}
