namespace RestStream.Schemas.Registry;

public sealed partial class SchemaRegistry
{
    /// <summary>What a version of a subject differs in from another, for a person: what its readers meet in records of the other.</summary>
    /// <param name="subject">The subject, by its alias or not.</param>
    /// <param name="version">The version that reads; null for the newest.</param>
    /// <param name="from">The version that wrote; null for the one before, and then none when there is none.</param>
    /// <exception cref="RegistryException">There is no such subject or version, or one is no schema.</exception>
    public IReadOnlyList<SchemaDifference> Differences(string subject, int? version, int? from)
    {
        var snapshot = Current;
        var reader = GetVersion(subject, version, includesDeleted: true);
        var writer = from is { } number ? GetVersion(subject, number, includesDeleted: true) : Before(snapshot, reader);
        if (writer is null) return [];
        if (writer.Schema.Type != reader.Schema.Type)
        {
            var words = $"The writer's schema is {SchemaTypes.NameOf(writer.Schema.Type)}, the reader's is {SchemaTypes.NameOf(reader.Schema.Type)}.";
            return [new SchemaDifference("TYPE_CHANGED", "/", false, false, words)];
        }

        try
        {
            return _parser.Parse(snapshot, reader.Schema).DifferencesFrom(_parser.Parse(snapshot, writer.Schema));
        }
        catch (SchemaException e)
        {
            throw Refusals.InvalidSchema(e.Message, e);
        }
    }

    private static RegisteredVersion? Before(RegistrySnapshot snapshot, RegisteredVersion version) =>
        snapshot.Subject(version.Subject)?.NewestFirst.FirstOrDefault(earlier => earlier.Version < version.Version);
}
