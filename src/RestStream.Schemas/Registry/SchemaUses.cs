using System.Collections.Immutable;

namespace RestStream.Schemas.Registry;

/// <summary>A schema and the versions that have it. Immutable.</summary>
/// <param name="Schema">The schema.</param>
/// <param name="Uses">The versions, soft-deleted ones too; one at least.</param>
public sealed record SchemaUses(StoredSchema Schema, ImmutableSortedSet<SubjectVersion> Uses);
