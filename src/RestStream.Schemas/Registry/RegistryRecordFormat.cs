using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using RestStream.Core.State;

namespace RestStream.Schemas.Registry;

/// <summary>Confluent's keys and values of <c>_schemas</c>, both JSON texts.</summary>
internal static class RegistryRecordFormat
{
    private const string Tenant = "default";
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a record; null for a kind that this server does not know or need.</summary>
    /// <exception cref="FormatException">It cannot be read.</exception>
    public static RegistryRecord? Read(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool hasValue, long timestampMs)
    {
        try
        {
            using var keyJson = Parse(key);
            using var valueJson = hasValue ? Parse(value) : null;
            return Read(keyJson.RootElement, valueJson?.RootElement is { ValueKind: not JsonValueKind.Null } json ? json : null, timestampMs);
        }
        catch (Exception e) when (e is JsonException or RegistryException or InvalidOperationException)
        {
            throw new FormatException(e.Message, e);
        }
    }

    /// <summary>The record of a version, a config and so on.</summary>
    public static StateRecord Write(RegistryRecord record) => record switch
    {
        RegistryRecord.Version one => new(Key("SCHEMA", one.Subject, one.Number, 1), one.Value is { } version ? Json(json => Write(json, version)) : null),
        RegistryRecord.Config one => new(Key("CONFIG", one.Subject), one.Value is { } config ? Json(json => Write(json, one.Subject, config)) : null),
        RegistryRecord.Mode one => new(Key("MODE", one.Subject), one.Value is { } mode ? Json(json => Write(json, one.Subject, mode)) : null),
        RegistryRecord.DeleteSubject one => new(Key("DELETE_SUBJECT", one.Subject), one.UpTo is { } upTo ? Json(json => Write(json, one.Subject, upTo)) : null),
        RegistryRecord.ClearSubject one => new(Key("CLEAR_SUBJECT", one.Subject), one.IsSet ? Json(json => json.WriteString("subject"u8, one.Subject)) : null),
        RegistryRecord.Context one => new(ContextKey(one.Name), one.IsThere ? Json(json => WriteContext(json, one.Name)) : null),
        _ => throw new ArgumentOutOfRangeException(nameof(record)),
    };

    private static JsonDocument Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 128 });
        var document = JsonDocument.ParseValue(ref reader);
        return reader.BytesConsumed == utf8.Length || utf8[(int)reader.BytesConsumed..].Trim(" \t\r\n"u8).IsEmpty ? document : throw new JsonException("More follows the JSON text.");
    }

    private static RegistryRecord? Read(JsonElement key, JsonElement? value, long timestampMs)
    {
        var subject = RegistryJson.Text(key, "subject");
        switch (RegistryJson.Required(key, "keytype"))
        {
            case "SCHEMA":
                var number = RegistryJson.Integer(key, "version") ?? throw new JsonException("The key has no version.");
                var name = QualifiedSubject.Normalize(subject ?? throw new JsonException("The key has no subject."));
                return new RegistryRecord.Version(name, number, value is { } schema ? Version(name, number, schema, timestampMs) : null);
            case "CONFIG":
                return new RegistryRecord.Config(subject, value is { } config ? RegistryConfigJson.Change(config, new RegistryConfig(), "compatibilityLevel") : null);
            case "MODE":
                return new RegistryRecord.Mode(subject, value is { } mode ? Mode(mode) : null);
            case "DELETE_SUBJECT":
                return subject is null ? null : new RegistryRecord.DeleteSubject(QualifiedSubject.Normalize(subject), value is { } delete ? RegistryJson.Integer(delete, "version") : null);
            case "CLEAR_SUBJECT":
                return new RegistryRecord.ClearSubject(subject, value is not null);
            case "CONTEXT":
                return new RegistryRecord.Context(RegistryJson.Required(key, "context"), value is not null);
            default:
                return null;
        }
    }

    private static RegisteredVersion Version(string subject, int version, JsonElement json, long timestampMs)
    {
        var typeName = RegistryJson.Text(json, "schemaType");
        if (!SchemaTypes.TryParse(typeName, out var type)) throw new JsonException($"There is no schema type '{typeName}'.");
        var text = RegistryJson.Text(json, "schema") ?? throw new JsonException("The value has no schema.");
        var id = RegistryJson.Integer(json, "id") ?? throw new JsonException("The value has no id.");
        var references = RegistryJson.References(json);
        var (metadata, rules) = (RegistryJson.Metadata(json, "metadata"), RegistryJson.RuleSet(json, "ruleSet"));
        var schema = new StoredSchema(QualifiedSubject.Parse(subject).Context, id, SchemaGuid.Of(text, references, metadata, rules), type, text, references, metadata, rules);
        return new(subject, version, schema, RegistryJson.Boolean(json, "deleted") ?? false, timestampMs);
    }

    private static RegistryMode Mode(JsonElement json)
    {
        var name = RegistryJson.Required(json, "mode");
        return RegistryNames.TryParse(name, out RegistryMode mode) ? mode : throw new JsonException($"There is no mode '{name}'.");
    }

    private static byte[] Key(string type, string? subject, int? version = null, int magic = 0) => Json(json =>
    {
        json.WriteString("keytype"u8, type);
        json.WriteString("subject"u8, subject);
        if (version is { } number) json.WriteNumber("version"u8, number);
        json.WriteNumber("magic"u8, magic);
    });

    private static byte[] ContextKey(string context) => Json(json =>
    {
        json.WriteString("keytype"u8, "CONTEXT"u8);
        WriteContext(json, context);
        json.WriteNumber("magic"u8, 0);
    });

    private static void WriteContext(Utf8JsonWriter json, string context)
    {
        json.WriteString("tenant"u8, Tenant);
        json.WriteString("context"u8, context);
    }

    private static void Write(Utf8JsonWriter json, RegisteredVersion version)
    {
        var schema = version.Schema;
        Span<byte> md5 = stackalloc byte[16];
        schema.Guid.TryWriteBytes(md5, bigEndian: true, out _);
        json.WriteString("subject"u8, version.Subject);
        json.WriteNumber("version"u8, version.Version);
        json.WriteNumber("id"u8, schema.Id);
        json.WriteBase64String("md5"u8, md5);
        if (schema.Type != SchemaType.Avro) json.WriteString("schemaType"u8, SchemaTypes.NameOf(schema.Type));
        RegistryJson.WriteReferences(json, schema.References);
        RegistryJson.WriteMetadata(json, "metadata", schema.Metadata);
        RegistryJson.WriteRuleSet(json, "ruleSet", schema.RuleSet);
        json.WriteString("schema"u8, schema.Text);
        json.WriteBoolean("deleted"u8, version.IsDeleted);
    }

    private static void Write(Utf8JsonWriter json, string? subject, RegistryConfig config)
    {
        json.WriteString("subject"u8, subject);
        RegistryConfigJson.WriteMembers(json, config, "compatibilityLevel");
    }

    private static void Write(Utf8JsonWriter json, string? subject, RegistryMode mode)
    {
        json.WriteString("subject"u8, subject);
        json.WriteString("mode"u8, RegistryNames.Of(mode));
    }

    private static void Write(Utf8JsonWriter json, string subject, int upTo)
    {
        json.WriteString("subject"u8, subject);
        json.WriteNumber("version"u8, upTo);
    }

    private static byte[] Json(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
