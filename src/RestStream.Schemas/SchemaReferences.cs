namespace RestStream.Schemas;

/// <summary>The order of references in a normalised schema: it decides the schema's id and guid, so it is one for all types.</summary>
internal static class SchemaReferences
{
    /// <summary>Sorted by subject, then version; those that are equal in both stay as they came, and what is there twice is there once.</summary>
    public static IReadOnlyList<ResolvedReference> Normalize(IReadOnlyList<ResolvedReference> references) =>
    [
        .. references
            .OrderBy(each => each.Reference.Subject, StringComparer.Ordinal)
            .ThenBy(each => each.Reference.Version)
            .DistinctBy(each => each.Reference),
    ];
}
