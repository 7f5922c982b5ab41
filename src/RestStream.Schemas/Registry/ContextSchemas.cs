using System.Collections.Immutable;

namespace RestStream.Schemas.Registry;

/// <summary>The schemas of one context by id. Immutable.</summary>
/// <param name="MaxId">The highest id that was ever given here.</param>
/// <param name="ById">Schemas with the versions that have them.</param>
/// <param name="IdByContent">Ids by content.</param>
internal sealed record ContextSchemas(int MaxId, ImmutableDictionary<int, SchemaUses> ById, ImmutableDictionary<SchemaContent, int> IdByContent)
{
    public static readonly ContextSchemas Empty = new(0, ImmutableDictionary<int, SchemaUses>.Empty, ImmutableDictionary<SchemaContent, int>.Empty);

    public ContextSchemas WithUse(RegisteredVersion version)
    {
        var schema = version.Schema;
        var use = new SubjectVersion(version.Subject, version.Version);
        var content = new SchemaContent(schema.Guid, schema.Type);
        return new(
            Math.Max(MaxId, schema.Id),
            ById.SetItem(schema.Id, ById.TryGetValue(schema.Id, out var uses) ? uses with { Uses = uses.Uses.Add(use) } : new(schema, [use])),
            IdByContent.ContainsKey(content) ? IdByContent : IdByContent.Add(content, schema.Id));
    }

    public ContextSchemas WithoutUse(RegisteredVersion version)
    {
        var id = version.Schema.Id;
        if (!ById.TryGetValue(id, out var uses)) return this;
        var left = uses.Uses.Remove(new(version.Subject, version.Version));
        if (!left.IsEmpty) return this with { ById = ById.SetItem(id, uses with { Uses = left }) };
        var content = new SchemaContent(version.Schema.Guid, version.Schema.Type);
        return this with { ById = ById.Remove(id), IdByContent = IdByContent.TryGetValue(content, out var known) && known == id ? IdByContent.Remove(content) : IdByContent };
    }
}
