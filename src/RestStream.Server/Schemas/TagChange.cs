using System.Text.Json;
using RestStream.Schemas;
using RestStream.Schemas.Registry;

namespace RestStream.Server.Schemas;

/// <summary>Reads Confluent's TagSchemaRequest, as far as it concerns what is kept beside a schema's text.</summary>
internal static class TagChange
{
    /// <summary>A version's schema with the change, as a version of its own.</summary>
    /// <param name="json">The request.</param>
    /// <param name="schema">The version's schema.</param>
    /// <param name="newest">The rules of the newest version: they are what rules are merged into and removed from.</param>
    /// <exception cref="RegistryException">It asks for tags inside the text, or says twice what the rules are.</exception>
    public static SchemaDraft Draft(JsonElement json, StoredSchema schema, SchemaRuleSet? newest)
    {
        if (InlineTags.HasEntries(json, "tagsToAdd") || InlineTags.HasEntries(json, "tagsToRemove")) throw InlineTags.NotChanged();
        return new()
        {
            Text = schema.Text,
            TypeName = SchemaTypes.NameOf(schema.Type),
            References = schema.References,
            Metadata = RegistryJson.Metadata(json, "metadata") ?? schema.Metadata,
            RuleSet = Rules(json, newest),
            Version = RegistryJson.Integer(json, "newVersion"),
            IsAlwaysNew = true,
        };
    }

    private static SchemaRuleSet? Rules(JsonElement json, SchemaRuleSet? newest)
    {
        var (given, merged, removed) = (RegistryJson.RuleSet(json, "ruleSet"), RegistryJson.RuleSet(json, "rulesToMerge"), Names(json, "rulesToRemove"));
        if (merged is null && removed.Count == 0) return given;
        if (given is not null) throw new RegistryException(RegistryErrorCode.InvalidRuleSet, "'ruleSet' says what the rules are: it does not go with 'rulesToMerge' and 'rulesToRemove'.");
        return SchemaRuleSet.Without(SchemaRuleSet.Merge(newest, merged), removed);
    }

    private static HashSet<string> Names(JsonElement json, string name)
    {
        if (!InlineTags.HasEntries(json, name)) return [];
        var names = json.GetProperty(name).EnumerateArray().Select(one => one.ValueKind == JsonValueKind.String ? one.GetString()! : throw new JsonException($"'{name}' takes names."));
        return names.ToHashSet(StringComparer.Ordinal);
    }
}
