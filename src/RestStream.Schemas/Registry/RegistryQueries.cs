namespace RestStream.Schemas.Registry;

/// <summary>What lists ask of a snapshot. In ordinal order of names.</summary>
public static class RegistryQueries
{
    /// <summary>Subjects by the beginning of their names: <c>:*:</c> before it is any context, <c>:.ctx:</c> one, nothing the default one.</summary>
    public static IEnumerable<RegisteredSubject> SubjectsOf(this RegistrySnapshot snapshot, string prefix)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var isAny = prefix.StartsWith(QualifiedSubject.Wildcard, StringComparison.Ordinal);
        var (context, start) = isAny ? new QualifiedSubject("", prefix[QualifiedSubject.Wildcard.Length..]) : QualifiedSubject.Parse(prefix);
        foreach (var subject in snapshot.Subjects.Values)
        {
            var name = QualifiedSubject.Parse(subject.Name);
            if ((isAny || name.Context == context) && name.Name.StartsWith(start, StringComparison.Ordinal)) yield return subject;
        }
    }

    /// <summary>The versions that a list shows.</summary>
    public static IEnumerable<RegisteredVersion> VersionsOf(this RegisteredSubject subject, bool deleted, bool deletedOnly)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.Versions.Where(version => deletedOnly ? version.IsDeleted : deleted || !version.IsDeleted);
    }

    /// <summary>The ids of the schemas that use a version.</summary>
    public static IEnumerable<int> ReferrersOf(this RegistrySnapshot snapshot, RegisteredVersion version, bool deleted)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (!snapshot.Referrers.TryGetValue(new(version.Subject, version.Version), out var referrers)) return [];
        return referrers.Select(by => snapshot.Version(by.Subject, by.Version))
            .OfType<RegisteredVersion>()
            .Where(by => deleted || !by.IsDeleted)
            .Select(by => by.Schema.Id)
            .Distinct()
            .Order();
    }

    /// <summary>A schema by its id: in the context of the subject, or for a subject of the default context where that has it.</summary>
    /// <param name="snapshot">Where to look.</param>
    /// <param name="id">The id.</param>
    /// <param name="subject">A subject, a context (<c>:.ctx:</c>), or "".</param>
    /// <exception cref="RegistryException">There is no such schema.</exception>
    public static SchemaUses RequireById(this RegistrySnapshot snapshot, int id, string subject)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var qualified = QualifiedSubject.Parse(subject);
        var own = snapshot.ById(qualified.Context, id);
        if (!qualified.IsDefault || qualified.Name.Length == 0 || IsUsedBy(own, qualified)) return own ?? throw NoSchema(id);
        // An id means something else in each context: the one where the subject has it is meant.
        var elsewhere = snapshot.NamedContexts.FirstOrDefault(context => IsUsedBy(snapshot.ById(context, id), new(context, qualified.Name)));
        return (elsewhere is null ? own : snapshot.ById(elsewhere, id)) ?? throw NoSchema(id);
    }

    private static bool IsUsedBy(SchemaUses? schema, QualifiedSubject subject) => schema is not null && subject.ToString() is var name && schema.Uses.Any(use => use.Subject == name);

    private static RegistryException NoSchema(int id) => Refusals.SchemaNotFound(id.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The highest id that was given in a context.</summary>
    public static int MaxIdOf(this RegistrySnapshot snapshot, string context)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return snapshot.Schemas.TryGetValue(context, out var schemas) ? schemas.MaxId : 0;
    }

    /// <summary>The aliases of subjects, by what they stand for.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> AliasesBySubject(this RegistrySnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return snapshot.Configs.Where(config => config.Value.Alias is not null)
            .GroupBy(config => snapshot.Resolve(config.Key), config => config.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Order(StringComparer.Ordinal)], StringComparer.Ordinal);
    }
}
