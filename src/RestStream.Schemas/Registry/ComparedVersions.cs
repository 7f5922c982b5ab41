namespace RestStream.Schemas.Registry;

/// <summary>The stored schemas that one schema was found to be compatible with. Versions that come while it waits for the writer's turn are compared in it, those before them are not compared again. Not thread-safe.</summary>
internal sealed class ComparedVersions
{
    private readonly HashSet<StoredSchema> _passed = new(ReferenceEqualityComparer.Instance);
    private (ParsedSchema Schema, CompatibilityLevel Level, CompatibilityPolicy Policy)? _comparison;

    /// <summary>Forgets what was found when another schema is compared, or by other rules.</summary>
    public void Begin(ParsedSchema schema, CompatibilityLevel level, CompatibilityPolicy policy)
    {
        if (_comparison == (schema, level, policy)) return;
        _passed.Clear();
        _comparison = (schema, level, policy);
    }

    public bool HasPassed(StoredSchema schema) => _passed.Contains(schema);

    public void Pass(StoredSchema schema) => _passed.Add(schema);
}
