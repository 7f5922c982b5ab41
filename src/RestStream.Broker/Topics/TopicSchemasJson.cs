using System.Text.Json;
using RestStream.Core.Schemas;

namespace RestStream.Broker.Topics;

/// <summary>What a topic asks of its records, in its file: <c>"schemas":{"value":{"mode":"Enforce","onInvalid":"Reject",…},"key":{…}}</c>.</summary>
internal static class TopicSchemasJson
{
    public static void Write(Utf8JsonWriter json, TopicSchemas schemas)
    {
        json.WriteStartObject("schemas");
        if (schemas.Value is { } value) Write(json, "value", value);
        if (schemas.Key is { } key) Write(json, "key", key);
        json.WriteEndObject();
    }

    public static TopicSchemas Read(JsonElement topic) => topic.TryGetProperty("schemas", out var schemas)
        ? new TopicSchemas(ReadRule(schemas, "value"), ReadRule(schemas, "key"))
        : TopicSchemas.None;

    private static void Write(Utf8JsonWriter json, string part, SchemaRule rule)
    {
        json.WriteStartObject(part);
        json.WriteString("mode", rule.Mode.ToString());
        json.WriteString("onInvalid", rule.OnInvalid.ToString());
        json.WriteString("strategy", rule.Strategy.ToString());
        if (rule.Subject is { } subject) json.WriteString("subject", subject);
        if (rule.Version is { } version) json.WriteNumber("version", version);
        json.WriteBoolean("assertsFormats", rule.AssertsFormats);
        json.WriteBoolean("stamps", rule.Stamps);
        json.WriteBoolean("allowsMissing", rule.AllowsMissing);
        json.WriteEndObject();
    }

    private static SchemaRule? ReadRule(JsonElement schemas, string part)
    {
        if (!schemas.TryGetProperty(part, out var rule)) return null;
        return new SchemaRule(ReadName<SchemaMode>(rule, "mode"))
        {
            OnInvalid = ReadName<InvalidRecordAction>(rule, "onInvalid"),
            Strategy = ReadName<SubjectNameStrategy>(rule, "strategy"),
            Subject = rule.TryGetProperty("subject", out var subject) ? subject.GetString() : null,
            Version = rule.TryGetProperty("version", out var version) ? version.GetInt32() : null,
            AssertsFormats = rule.GetProperty("assertsFormats").GetBoolean(),
            Stamps = rule.GetProperty("stamps").GetBoolean(),
            AllowsMissing = rule.GetProperty("allowsMissing").GetBoolean(),
        };
    }

    private static T ReadName<T>(JsonElement rule, string member) where T : struct, Enum
    {
        var name = rule.GetProperty(member).GetString();
        return Enum.TryParse<T>(name, out var value) ? value : throw new FormatException($"'{name}' is no {member} that this version knows");
    }
}
