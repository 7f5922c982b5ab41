using System.Text.Json;
using RestStream.Schemas;
using RestStream.Schemas.Registry;

namespace RestStream.Server.Schemas;

/// <summary>Reads Confluent's TagSchemaRequest, as far as it concerns what is kept beside a schema's text.</summary>
internal static class TagChange
{
    /// <summary>The version's schema with the change.</summary>
    /// <exception cref="RegistryException">It asks for tags inside the text.</exception>
    public static SchemaDraft Draft(JsonElement json, StoredSchema schema)
    {
        if (HasEntries(json, "tagsToAdd") || HasEntries(json, "tagsToRemove"))
            throw new RegistryException(RegistryErrorCode.InvalidSchema, "Tags inside a schema are not changed here: register the text with its tags.");
        return new()
        {
            Text = schema.Text,
            TypeName = SchemaTypes.NameOf(schema.Type),
            References = schema.References,
            Metadata = RegistryJson.Metadata(json, "metadata") ?? schema.Metadata,
            RuleSet = SchemaRuleSet.Without(SchemaRuleSet.Merge(RegistryJson.RuleSet(json, "ruleSet") ?? schema.RuleSet, RegistryJson.RuleSet(json, "rulesToMerge")), Names(json, "rulesToRemove")),
            Version = RegistryJson.Integer(json, "newVersion"),
        };
    }

    private static bool HasEntries(JsonElement json, string name) => json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0;

    private static HashSet<string> Names(JsonElement json, string name)
    {
        if (!HasEntries(json, name)) return [];
        var names = json.GetProperty(name).EnumerateArray().Select(one => one.ValueKind == JsonValueKind.String ? one.GetString()! : throw new JsonException($"'{name}' takes names."));
        return names.ToHashSet(StringComparer.Ordinal);
    }
}
