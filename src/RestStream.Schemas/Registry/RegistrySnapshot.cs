using System.Collections.Immutable;

namespace RestStream.Schemas.Registry;

/// <summary>All that the registry holds at one moment. Immutable: a reader takes it once and works with it.</summary>
public sealed class RegistrySnapshot
{
    internal static readonly RegistrySnapshot Empty = new(
        0, ImmutableSortedDictionary.Create<string, RegisteredSubject>(StringComparer.Ordinal), ImmutableSortedDictionary.Create<string, ContextSchemas>(StringComparer.Ordinal),
        ImmutableSortedSet.Create<string>(StringComparer.Ordinal), ImmutableDictionary.Create<string, RegistryConfig>(StringComparer.Ordinal),
        ImmutableDictionary.Create<string, RegistryMode>(StringComparer.Ordinal), ImmutableDictionary<SubjectVersion, ImmutableSortedSet<SubjectVersion>>.Empty);

    internal RegistrySnapshot(
        long number, ImmutableSortedDictionary<string, RegisteredSubject> subjects, ImmutableSortedDictionary<string, ContextSchemas> contexts, ImmutableSortedSet<string> namedContexts,
        ImmutableDictionary<string, RegistryConfig> configs, ImmutableDictionary<string, RegistryMode> modes, ImmutableDictionary<SubjectVersion, ImmutableSortedSet<SubjectVersion>> referrers)
    {
        (Number, Subjects, Schemas, NamedContexts, Configs, Modes, Referrers) = (number, subjects, contexts, namedContexts, configs, modes, referrers);
    }

    /// <summary>Higher than that of every snapshot before.</summary>
    public long Number { get; }

    /// <summary>Subjects by qualified name, in ordinal order; those whose versions are all soft-deleted too.</summary>
    public ImmutableSortedDictionary<string, RegisteredSubject> Subjects { get; }

    /// <summary>By context.</summary>
    internal ImmutableSortedDictionary<string, ContextSchemas> Schemas { get; }

    /// <summary>The contexts that were made, but for the default one.</summary>
    internal ImmutableSortedSet<string> NamedContexts { get; }

    /// <summary>By subject; "" is the default context, <c>:.ctx:</c> another.</summary>
    internal ImmutableDictionary<string, RegistryConfig> Configs { get; }

    internal ImmutableDictionary<string, RegistryMode> Modes { get; }

    /// <summary>The versions that use a version.</summary>
    internal ImmutableDictionary<SubjectVersion, ImmutableSortedSet<SubjectVersion>> Referrers { get; }

    /// <summary>The names of all contexts.</summary>
    public IEnumerable<string> Contexts => NamedContexts.Add(QualifiedSubject.DefaultContext);

    /// <summary>The subject of that qualified name; null when there is none.</summary>
    public RegisteredSubject? Subject(string name) => Subjects.GetValueOrDefault(name);

    /// <summary>The schema of an id in a context (<c>.</c> for the default one); null when there is none.</summary>
    public SchemaUses? ById(string context, int id) => Schemas.TryGetValue(context, out var schemas) && schemas.ById.TryGetValue(id, out var uses) ? uses : null;

    /// <summary>The schemas of a guid, one a context; several where imports gave its content several ids.</summary>
    public IEnumerable<SchemaUses> ByGuid(Guid guid)
    {
        foreach (var schemas in Schemas.Values)
        {
            foreach (var type in Enum.GetValues<SchemaType>())
            {
                foreach (var id in schemas.IdsOf(new(guid, type))) yield return schemas.ById[id];
            }
        }
    }

    /// <summary>The version of a subject, live or soft-deleted; null when there is none.</summary>
    public RegisteredVersion? Version(string subject, int version) => Subject(subject)?.Find(version);

    /// <summary>The newest version of a subject that has this content, a live one unless <paramref name="includesDeleted"/>; null when there is none.</summary>
    internal RegisteredVersion? NewestWith(string subject, SchemaContent content, bool includesDeleted = false)
    {
        if (!Schemas.TryGetValue(QualifiedSubject.Parse(subject).Context, out var schemas)) return null;
        return schemas.IdsOf(content).Select(id => NewestOf(subject, schemas.ById[id].Uses, includesDeleted)).OfType<RegisteredVersion>().MaxBy(version => version.Version);
    }

    /// <summary>The newest live version of a subject that has this id; null when there is none.</summary>
    internal RegisteredVersion? NewestWith(string subject, int id) =>
        ById(QualifiedSubject.Parse(subject).Context, id) is { } schema ? NewestOf(subject, schema.Uses, includesDeleted: false) : null;

    /// <summary>The newest live version of a subject that has this guid; null when there is none.</summary>
    internal RegisteredVersion? NewestWith(string subject, Guid guid)
    {
        foreach (var type in Enum.GetValues<SchemaType>())
        {
            if (NewestWith(subject, new SchemaContent(guid, type)) is { } found) return found;
        }

        return null;
    }

    /// <summary>The newest version of a subject that a draft means, by its content: only where clients keep versions in metadata, which make other contents of one schema, all versions are looked at.</summary>
    internal RegisteredVersion? NewestLike(RegisteredSubject subject, Candidate candidate, bool includesDeleted = false)
    {
        if (NewestWith(subject.Name, candidate.Content, includesDeleted) is { } found) return found;
        if (!subject.HasClientVersions && !SchemaMetadata.HasVersion(candidate.Metadata)) return null;
        for (var i = subject.Versions.Count - 1; i >= 0; i--)
        {
            if (subject.Versions[i] is var version && (includesDeleted || !version.IsDeleted) && candidate.IsSame(version.Schema)) return version;
        }

        return null;
    }

    private RegisteredVersion? NewestOf(string subject, ImmutableSortedSet<SubjectVersion> uses, bool includesDeleted)
    {
        var end = uses.IndexOf(new(subject, int.MaxValue));
        for (var i = end >= 0 ? end : ~end - 1; i >= 0 && uses[i].Subject == subject; i--)
        {
            if (Version(subject, uses[i].Version) is { } found && (includesDeleted || !found.IsDeleted)) return found;
        }

        return null;
    }

    /// <summary>The subject that is meant by a name: its alias, when it has one.</summary>
    public string Resolve(string subject) =>
        Configs.TryGetValue(subject, out var config) && config.Alias is { } alias ? QualifiedSubject.Parse(subject).Qualify(alias) : subject;

    /// <summary>What is in force for a subject: its own config over its context's, over the global one's.</summary>
    public RegistryConfig ConfigOf(string subject)
    {
        var config = new RegistryConfig();
        foreach (var scope in Scopes(subject))
        {
            if (Configs.TryGetValue(scope, out var found)) config = scope == subject ? found : config.Over(found with { Alias = null });
        }

        return config.CompatibilityLevel is null ? config with { CompatibilityLevel = CompatibilityLevel.Backward } : config;
    }

    /// <summary>The mode in force for a subject.</summary>
    public RegistryMode ModeOf(string subject)
    {
        RegistryMode? mode = null;
        foreach (var scope in Scopes(subject))
        {
            if (!Modes.TryGetValue(scope, out var found)) continue;
            if (found == RegistryMode.ReadOnlyOverride) return found;
            mode ??= found;
        }

        return mode ?? RegistryMode.ReadWrite;
    }

    // From the narrowest to the widest.
    private static IEnumerable<string> Scopes(string subject)
    {
        var qualified = QualifiedSubject.Parse(subject);
        if (qualified.Name.Length > 0) yield return subject;
        yield return QualifiedSubject.OfContext(qualified.Context);
        if (qualified.Context != QualifiedSubject.GlobalContext) yield return QualifiedSubject.OfContext(QualifiedSubject.GlobalContext);
    }
}
