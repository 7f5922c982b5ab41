using System.Collections.Immutable;

namespace RestStream.Schemas.Registry;

/// <summary>The schemas of one context by id. Immutable.</summary>
/// <param name="MaxId">The highest id that was ever given here.</param>
/// <param name="ById">Schemas with the versions that have them.</param>
/// <param name="IdByContent">Ids by content.</param>
/// <param name="MoreIds">Further ids of contents that imports gave several.</param>
internal sealed record ContextSchemas(
    int MaxId, ImmutableDictionary<int, SchemaUses> ById, ImmutableDictionary<SchemaContent, int> IdByContent, ImmutableDictionary<SchemaContent, ImmutableSortedSet<int>> MoreIds)
{
    public static readonly ContextSchemas Empty = new(
        0, ImmutableDictionary<int, SchemaUses>.Empty, ImmutableDictionary<SchemaContent, int>.Empty, ImmutableDictionary<SchemaContent, ImmutableSortedSet<int>>.Empty);

    /// <summary>All ids of a content.</summary>
    public IEnumerable<int> IdsOf(SchemaContent content)
    {
        if (!IdByContent.TryGetValue(content, out var id)) return [];
        return MoreIds.TryGetValue(content, out var more) ? more.Add(id) : [id];
    }

    public ContextSchemas WithUse(RegisteredVersion version)
    {
        var schema = version.Schema;
        var use = new SubjectVersion(version.Subject, version.Version);
        var content = new SchemaContent(schema.Guid, schema.Type);
        return new(
            Math.Max(MaxId, schema.Id),
            ById.SetItem(schema.Id, ById.TryGetValue(schema.Id, out var uses) ? uses with { Uses = uses.Uses.Add(use) } : new(schema, [use])),
            IdByContent.TryGetValue(content, out var known) ? IdByContent : IdByContent.Add(content, known = schema.Id),
            known == schema.Id ? MoreIds : MoreIds.SetItem(content, MoreIds.GetValueOrDefault(content, []).Add(schema.Id)));
    }

    public ContextSchemas WithoutUse(RegisteredVersion version)
    {
        var id = version.Schema.Id;
        if (!ById.TryGetValue(id, out var uses)) return this;
        var left = uses.Uses.Remove(new(version.Subject, version.Version));
        if (!left.IsEmpty) return this with { ById = ById.SetItem(id, uses with { Uses = left }) };
        var content = new SchemaContent(version.Schema.Guid, version.Schema.Type);
        var ids = IdsOf(content).Where(one => one != id).ToImmutableSortedSet();
        return this with
        {
            ById = ById.Remove(id),
            IdByContent = ids.IsEmpty ? IdByContent.Remove(content) : IdByContent.SetItem(content, ids[0]),
            MoreIds = ids.Count < 2 ? MoreIds.Remove(content) : MoreIds.SetItem(content, ids.Remove(ids[0])),
        };
    }
}
