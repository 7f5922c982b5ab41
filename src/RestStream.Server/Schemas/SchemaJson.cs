using System.Text.Json;
using RestStream.Schemas;
using RestStream.Schemas.Registry;

namespace RestStream.Server.Schemas;

/// <summary>Confluent's JSON of schemas and versions; what is empty is left out.</summary>
internal static class SchemaJson
{
    /// <summary>The text in the format that the call asks for; JSON Schema has one alone.</summary>
    /// <exception cref="RegistryException">It cannot be read, or written so.</exception>
    public static string TextOf(RegistryCall call, StoredSchema schema)
    {
        if (call.Text("format") is not { } format || schema.Type == SchemaType.Json) return schema.Text;
        try
        {
            return call.Registry.Parse(schema).Format(format);
        }
        catch (SchemaException e)
        {
            throw new RegistryException(RegistryErrorCode.InvalidSchema, $"The schema cannot be written so: {e.Message}", e);
        }
    }

    /// <summary>A version: <c>{subject, version, id, guid, schemaType, references, metadata, ruleSet, schema, ts, deleted}</c>.</summary>
    public static void WriteVersion(Utf8JsonWriter json, RegistryCall call, RegisteredVersion version)
    {
        json.WriteStartObject();
        WriteMembers(json, call, version, TextOf(call, version.Schema));
        json.WriteEndObject();
    }

    /// <summary>A version in a list: its text as it is stored, and the aliases of its subject.</summary>
    public static void WriteEntry(Utf8JsonWriter json, RegistryCall call, RegisteredVersion version, IReadOnlyList<string>? aliases)
    {
        json.WriteStartObject();
        WriteMembers(json, call, version, version.Schema.Text);
        if (aliases is { Count: > 0 })
        {
            json.WriteStartArray("aliases"u8);
            foreach (var alias in aliases) json.WriteStringValue(alias);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>A schema by its id: the same without what belongs to a version; 8.x names one version that has it.</summary>
    public static void WriteSchema(Utf8JsonWriter json, RegistryCall call, RegistrySnapshot snapshot, SchemaUses uses, string subject)
    {
        json.WriteStartObject();
        if (call.Options.Compat == 8)
        {
            var use = uses.Uses.Where(one => one.Subject == subject).DefaultIfEmpty(uses.Uses[0]).First();
            json.WriteString("subject"u8, use.Subject);
            json.WriteNumber("version"u8, use.Version);
        }

        WriteContent(json, call, uses.Schema, TextOf(call, uses.Schema));
        if (call.Flag("fetchMaxId")) json.WriteNumber("maxId"u8, snapshot.MaxIdOf(uses.Schema.Context));
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, RegistryCall call, RegisteredVersion version, string text)
    {
        json.WriteString("subject"u8, version.Subject);
        json.WriteNumber("version"u8, version.Version);
        json.WriteNumber("id"u8, version.Schema.Id);
        WriteContent(json, call, version.Schema, text);
        if (version.TimestampMs > 0) json.WriteNumber("ts"u8, version.TimestampMs);
        if (version.IsDeleted) json.WriteBoolean("deleted"u8, true);
    }

    private static void WriteContent(Utf8JsonWriter json, RegistryCall call, StoredSchema schema, string text)
    {
        json.WriteString("guid"u8, schema.Guid);
        if (schema.Type != SchemaType.Avro || call.Options.Compat == 8) json.WriteString("schemaType"u8, SchemaTypes.NameOf(schema.Type));
        RegistryJson.WriteReferences(json, schema.References);
        RegistryJson.WriteMetadata(json, "metadata", schema.Metadata);
        RegistryJson.WriteRuleSet(json, "ruleSet", schema.RuleSet);
        json.WriteString("schema"u8, text);
    }
}
