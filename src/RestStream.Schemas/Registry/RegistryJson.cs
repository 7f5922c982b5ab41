using System.Collections.Immutable;
using System.Text.Json;

namespace RestStream.Schemas.Registry;

/// <summary>Confluent's JSON of what is kept with schemas: what is empty is left out when it is written, and unknown members are passed over when it is read.</summary>
public static class RegistryJson
{
    /// <summary>Reads references; an absent or null member is none.</summary>
    /// <exception cref="JsonException">They are of another shape.</exception>
    public static IReadOnlyList<SchemaReference> References(JsonElement parent)
    {
        if (!TryGet(parent, "references", out var list)) return [];
        return [.. Items(list, "references").Select(one => new SchemaReference(Required(one, "name"), Required(one, "subject"), Integer(one, "version") ?? SchemaReference.NoVersion))];
    }

    /// <summary>Reads metadata; null when the member is absent or null.</summary>
    /// <exception cref="JsonException">It is of another shape.</exception>
    public static SchemaMetadata? Metadata(JsonElement parent, string name)
    {
        if (!TryGet(parent, name, out var json)) return null;
        RequireObject(json, name);
        return new(
            TryGet(json, "tags", out var tags) ? SchemaMetadata.Empty.Tags.SetItems(Members(tags, "tags").Select(tag => KeyValuePair.Create(tag.Name, Texts(tag.Value, "tags")))) : SchemaMetadata.Empty.Tags,
            TryGet(json, "properties", out var properties) ? TextsByName(properties, "properties") : SchemaMetadata.Empty.Properties,
            TryGet(json, "sensitive", out var sensitive) ? Texts(sensitive, "sensitive") : SchemaMetadata.Empty.Sensitive);
    }

    /// <summary>Reads a rule set; null when the member is absent or null.</summary>
    /// <exception cref="JsonException">It is of another shape.</exception>
    public static SchemaRuleSet? RuleSet(JsonElement parent, string name)
    {
        if (!TryGet(parent, name, out var json)) return null;
        RequireObject(json, name);
        return new(Rules(json, "migrationRules"), Rules(json, "domainRules"), Rules(json, "encodingRules"), Text(json, "enableAt"));
    }

    /// <summary>A text; null when the member is absent or null.</summary>
    /// <exception cref="JsonException">It is no text, or no Unicode.</exception>
    public static string? Text(JsonElement parent, string name) => TryGet(parent, name, out var json) ? TextOf(json, name) : null;

    /// <summary>A whole number; null when the member is absent or null.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static int? Integer(JsonElement parent, string name)
    {
        if (!TryGet(parent, name, out var json)) return null;
        if (json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var number)) return number;
        if (json.ValueKind == JsonValueKind.String && int.TryParse(json.GetString(), System.Globalization.CultureInfo.InvariantCulture, out number)) return number;
        throw new JsonException($"'{name}' takes a whole number.");
    }

    /// <summary>True or false; null when the member is absent or null.</summary>
    /// <exception cref="JsonException">It is neither.</exception>
    public static bool? Boolean(JsonElement parent, string name)
    {
        if (!TryGet(parent, name, out var json)) return null;
        return json.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String when bool.TryParse(json.GetString(), out var value) => value,
            _ => throw new JsonException($"'{name}' takes true or false."),
        };
    }

    /// <summary>Writes <c>references</c>, unless there are none.</summary>
    public static void WriteReferences(Utf8JsonWriter json, IReadOnlyList<SchemaReference> references)
    {
        if (references.Count == 0) return;
        json.WriteStartArray("references"u8);
        foreach (var reference in references)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, reference.Name);
            json.WriteString("subject"u8, reference.Subject);
            json.WriteNumber("version"u8, reference.Version);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes metadata, unless there is none.</summary>
    public static void WriteMetadata(Utf8JsonWriter json, string name, SchemaMetadata? metadata)
    {
        if (metadata is null) return;
        json.WriteStartObject(name);
        if (!metadata.Tags.IsEmpty)
        {
            json.WriteStartObject("tags"u8);
            foreach (var (path, tags) in metadata.Tags) WriteTexts(json, path, tags);
            json.WriteEndObject();
        }

        WriteTexts(json, "properties", metadata.Properties);
        WriteTexts(json, "sensitive", metadata.Sensitive);
        json.WriteEndObject();
    }

    /// <summary>Writes a rule set, unless there is none.</summary>
    public static void WriteRuleSet(Utf8JsonWriter json, string name, SchemaRuleSet? rules)
    {
        if (rules is null) return;
        json.WriteStartObject(name);
        WriteRules(json, "migrationRules", rules.MigrationRules);
        WriteRules(json, "domainRules", rules.DomainRules);
        WriteRules(json, "encodingRules", rules.EncodingRules);
        WriteText(json, "enableAt", rules.EnableAt);
        json.WriteEndObject();
    }

    /// <summary>Writes a text, unless it is null or empty.</summary>
    public static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is { Length: > 0 }) json.WriteString(name, text);
    }

    internal static bool TryGet(JsonElement parent, string name, out JsonElement value) =>
        parent.TryGetProperty(name, out value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);

    internal static string Required(JsonElement parent, string name)
    {
        RequireObject(parent, "an entry");
        return Text(parent, name) ?? throw new JsonException($"'{name}' is missing.");
    }

    private static ImmutableArray<SchemaRule> Rules(JsonElement parent, string name) => TryGet(parent, name, out var list) ? [.. Items(list, name).Select(Rule)] : [];

    private static SchemaRule Rule(JsonElement json)
    {
        RequireObject(json, "a rule");
        return new(
            Text(json, "name"), Text(json, "doc"), Text(json, "kind") ?? "TRANSFORM", Text(json, "mode") ?? "WRITEREAD", Text(json, "type"),
            TryGet(json, "tags", out var tags) ? Texts(tags, "tags") : SchemaMetadata.Empty.Sensitive,
            TryGet(json, "params", out var parameters) ? TextsByName(parameters, "params") : SchemaMetadata.Empty.Properties,
            Text(json, "expr"), Text(json, "onSuccess"), Text(json, "onFailure"), Boolean(json, "disabled") ?? false);
    }

    private static void WriteRules(Utf8JsonWriter json, string name, ImmutableArray<SchemaRule> rules)
    {
        if (rules.IsEmpty) return;
        json.WriteStartArray(name);
        foreach (var rule in rules) WriteRule(json, rule);
        json.WriteEndArray();
    }

    private static void WriteRule(Utf8JsonWriter json, SchemaRule rule)
    {
        json.WriteStartObject();
        WriteText(json, "name", rule.Name);
        WriteText(json, "doc", rule.Doc);
        json.WriteString("kind"u8, rule.Kind);
        json.WriteString("mode"u8, rule.Mode);
        WriteText(json, "type", rule.Type);
        WriteTexts(json, "tags", rule.Tags);
        WriteTexts(json, "params", rule.Params);
        WriteText(json, "expr", rule.Expr);
        WriteText(json, "onSuccess", rule.OnSuccess);
        WriteText(json, "onFailure", rule.OnFailure);
        json.WriteBoolean("disabled"u8, rule.Disabled);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, ImmutableSortedSet<string> texts)
    {
        if (texts.IsEmpty) return;
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, ImmutableSortedDictionary<string, string> texts)
    {
        if (texts.IsEmpty) return;
        json.WriteStartObject(name);
        foreach (var (key, text) in texts) json.WriteString(key, text);
        json.WriteEndObject();
    }

    private static ImmutableSortedSet<string> Texts(JsonElement json, string name) => Items(json, name).Select(one => TextOf(one, name)).ToImmutableSortedSet(StringComparer.Ordinal);

    // A name that is given twice counts as the last says.
    private static ImmutableSortedDictionary<string, string> TextsByName(JsonElement json, string name) =>
        SchemaMetadata.Empty.Properties.SetItems(Members(json, name).Select(member => KeyValuePair.Create(member.Name, TextOf(member.Value, name))));

    private static JsonElement.ArrayEnumerator Items(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : throw new JsonException($"'{name}' takes a list.");

    private static JsonElement.ObjectEnumerator Members(JsonElement json, string name)
    {
        RequireObject(json, name);
        return json.EnumerateObject();
    }

    private static void RequireObject(JsonElement json, string name)
    {
        if (json.ValueKind != JsonValueKind.Object) throw new JsonException($"'{name}' takes an object.");
    }

    private static string TextOf(JsonElement json, string name)
    {
        try
        {
            return json.ValueKind switch
            {
                JsonValueKind.String => json.GetString()!,
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => json.GetRawText(),
                _ => throw new JsonException($"'{name}' takes a text."),
            };
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException($"'{name}' holds half of a surrogate pair.", e);
        }
    }
}
