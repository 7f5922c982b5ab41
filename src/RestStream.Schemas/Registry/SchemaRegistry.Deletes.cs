namespace RestStream.Schemas.Registry;

public sealed partial class SchemaRegistry
{
    /// <summary>Deletes all versions of a subject: softly, or for good those that are soft-deleted.</summary>
    /// <returns>The numbers of the deleted versions.</returns>
    /// <exception cref="RegistryException">It is refused.</exception>
    public ValueTask<IReadOnlyList<int>> DeleteSubjectAsync(string subject, bool permanent, CancellationToken cancellationToken)
    {
        var name = Current.Resolve(QualifiedSubject.Normalize(subject));
        return _writer.WriteAsync(head => permanent ? DestroySubject(head, name) : SoftDeleteSubject(head, name), cancellationToken);
    }

    /// <summary>Deletes one version: softly, or for good when it is soft-deleted.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="version">Its number; null for the newest.</param>
    /// <param name="permanent">For good.</param>
    /// <param name="cancellationToken">Ends the wait for the writer's turn.</param>
    /// <returns>Its number.</returns>
    /// <exception cref="RegistryException">It is refused.</exception>
    public ValueTask<int> DeleteVersionAsync(string subject, int? version, bool permanent, CancellationToken cancellationToken)
    {
        var name = Current.Resolve(QualifiedSubject.Normalize(subject));
        return _writer.WriteAsync(head => DeleteVersion(head, name, version, permanent), cancellationToken);
    }

    /// <summary>Deletes a context that has no subjects.</summary>
    /// <exception cref="RegistryException">It has some.</exception>
    public ValueTask<bool> DeleteContextAsync(string context, CancellationToken cancellationToken) => _writer.WriteAsync(head => DeleteContext(head, context), cancellationToken);

    private static Decision<IReadOnlyList<int>> SoftDeleteSubject(RegistrySnapshot head, string name)
    {
        var subject = head.Subject(name) ?? throw Refusals.SubjectNotFound(name);
        RequireWritable(head, name);
        if (subject.Latest is not { } latest) throw new RegistryException(RegistryErrorCode.SubjectSoftDeleted, $"Subject '{Refusals.Shown(name)}' is soft-deleted already. Say permanent=true to delete it for good.");
        List<RegisteredVersion> live = [.. subject.Versions.Where(version => !version.IsDeleted)];
        foreach (var version in live) RequireUnused(head, version, byOthers: true);
        return new([new RegistryRecord.DeleteSubject(name, latest.Version)], [.. live.Select(version => version.Version)]);
    }

    private static Decision<IReadOnlyList<int>> DestroySubject(RegistrySnapshot head, string name)
    {
        var subject = head.Subject(name) ?? throw Refusals.SubjectNotFound(name);
        RequireWritable(head, name);
        if (subject.Latest is not null) throw new RegistryException(RegistryErrorCode.SubjectNotSoftDeleted, $"Subject '{Refusals.Shown(name)}' has to be soft-deleted before it is deleted for good.");
        foreach (var version in subject.Versions) RequireUnused(head, version, byOthers: true);
        List<RegistryRecord> records = [.. subject.Versions.Select(version => new RegistryRecord.Version(name, version.Version, null)), .. SettingsOf(head, name)];
        return new(records, [.. subject.Versions.Select(version => version.Version)]);
    }

    private static Decision<int> DeleteVersion(RegistrySnapshot head, string name, int? number, bool permanent)
    {
        var subject = head.Subject(name);
        if (subject is null || (subject.Latest is null && !permanent && number is null)) throw Refusals.SubjectNotFound(name);
        RequireWritable(head, name);
        var version = (number is { } given ? subject.Find(given) : permanent ? subject.Versions[^1] : subject.Latest) ?? throw Refusals.VersionNotFound(number ?? -1);
        if (version.IsDeleted && !permanent)
            throw new RegistryException(RegistryErrorCode.VersionSoftDeleted, $"Subject '{Refusals.Shown(name)}' Version {version.Version} is soft-deleted already. Say permanent=true to delete it for good.");
        if (!version.IsDeleted && permanent)
            throw new RegistryException(RegistryErrorCode.VersionNotSoftDeleted, $"Subject '{Refusals.Shown(name)}' Version {version.Version} has to be soft-deleted before it is deleted for good.");
        RequireUnused(head, version, byOthers: false);
        var record = new RegistryRecord.Version(name, version.Version, permanent ? null : version with { IsDeleted = true });
        return new(permanent && subject.Versions.Count == 1 ? [record, .. SettingsOf(head, name)] : [record], version.Version);
    }

    private static Decision<bool> DeleteContext(RegistrySnapshot head, string context)
    {
        if (context == QualifiedSubject.DefaultContext || head.Schemas.TryGetValue(context, out var schemas) && !schemas.ById.IsEmpty)
            throw new RegistryException(RegistryErrorCode.ContextNotEmpty, $"Context '{Refusals.Shown(context)}' is not empty: delete its subjects for good first.");
        if (!head.NamedContexts.Contains(context)) return new([], false);
        var name = QualifiedSubject.OfContext(context);
        RequireWritable(head, name);
        var settings = head.Configs.Keys.Concat(head.Modes.Keys).Distinct().Where(scope => QualifiedSubject.Parse(scope).Context == context);
        return new([new RegistryRecord.Context(context, false), .. settings.SelectMany(scope => SettingsOf(head, scope, deletesSubject: false))], true);
    }

    // With its last version a subject loses what was set for it.
    private static IEnumerable<RegistryRecord> SettingsOf(RegistrySnapshot head, string name, bool deletesSubject = true)
    {
        if (deletesSubject) yield return new RegistryRecord.DeleteSubject(name, null);
        if (head.Configs.ContainsKey(name)) yield return new RegistryRecord.Config(name, null);
        if (head.Modes.ContainsKey(name)) yield return new RegistryRecord.Mode(name, null);
    }

    private static void RequireWritable(RegistrySnapshot head, string name)
    {
        if (head.ModeOf(name) is RegistryMode.ReadOnly or RegistryMode.ReadOnlyOverride) throw Refusals.ReadOnly(name);
    }

    private static void RequireUnused(RegistrySnapshot head, RegisteredVersion version, bool byOthers)
    {
        if (!head.Referrers.TryGetValue(new(version.Subject, version.Version), out var referrers)) return;
        foreach (var by in referrers)
        {
            if (byOthers && by.Subject == version.Subject) continue;
            if (head.Version(by.Subject, by.Version) is { IsDeleted: false }) throw Refusals.ReferencesExist(version.Subject, version.Version, by);
        }
    }
}
