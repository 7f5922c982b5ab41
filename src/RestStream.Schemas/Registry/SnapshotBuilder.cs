using System.Collections.Immutable;

namespace RestStream.Schemas.Registry;

/// <summary>Applies records to a snapshot: the one way in which state comes about, at the start and at every change. Not thread-safe.</summary>
internal sealed class SnapshotBuilder(RegistrySnapshot start)
{
    private readonly ImmutableSortedDictionary<string, RegisteredSubject>.Builder _subjects = start.Subjects.ToBuilder();
    private readonly ImmutableSortedDictionary<string, ContextSchemas>.Builder _schemas = start.Schemas.ToBuilder();
    private readonly ImmutableDictionary<string, RegistryConfig>.Builder _configs = start.Configs.ToBuilder();
    private readonly ImmutableDictionary<string, RegistryMode>.Builder _modes = start.Modes.ToBuilder();
    private readonly ImmutableDictionary<SubjectVersion, ImmutableSortedSet<SubjectVersion>>.Builder _referrers = start.Referrers.ToBuilder();
    private ImmutableSortedSet<string> _contexts = start.NamedContexts;

    /// <summary>Applies a record; false when it gives a known id to another schema: then it is dropped.</summary>
    public bool Apply(RegistryRecord record)
    {
        switch (record)
        {
            case RegistryRecord.Version { Value: { } version }: return Put(version);
            case RegistryRecord.Version version: Remove(version.Subject, version.Number); break;
            case RegistryRecord.Config config: Set(_configs, config.Subject, config.Value); break;
            case RegistryRecord.Mode { Value: { } mode } one: _modes[Scope(one.Subject)] = mode; break;
            case RegistryRecord.Mode mode: _modes.Remove(Scope(mode.Subject)); break;
            case RegistryRecord.DeleteSubject { UpTo: { } upTo } delete when _subjects.TryGetValue(delete.Subject, out var subject): SoftDelete(subject, upTo); break;
            case RegistryRecord.ClearSubject { IsSet: true } clear: Clear(clear.Subject); break;
            case RegistryRecord.Context context: _contexts = context.IsThere ? _contexts.Add(context.Name) : _contexts.Remove(context.Name); break;
        }

        return true;
    }

    /// <summary>No id of the context up to this one is given again.</summary>
    public void RaiseMaxId(string context, int id)
    {
        var schemas = _schemas.GetValueOrDefault(context, ContextSchemas.Empty);
        if (schemas.MaxId < id) _schemas[context] = schemas with { MaxId = id };
    }

    public RegistrySnapshot Build() => new(
        start.Number + 1, _subjects.ToImmutable(), _schemas.ToImmutable(), _contexts, _configs.ToImmutable(), _modes.ToImmutable(), _referrers.ToImmutable());

    private bool Put(RegisteredVersion version)
    {
        var context = version.Schema.Context;
        var before = _subjects.GetValueOrDefault(version.Subject)?.Find(version.Version);
        var schemas = _schemas.GetValueOrDefault(context, ContextSchemas.Empty);
        if (before is not null) schemas = Unlink(schemas, before);
        if (schemas.ById.TryGetValue(version.Schema.Id, out var known))
        {
            if (known.Schema.Guid != version.Schema.Guid || known.Schema.Type != version.Schema.Type)
            {
                if (before is not null) Link(schemas, before);
                return false;
            }

            // One text in memory for all versions that have it.
            version = version with { Schema = known.Schema };
        }

        _subjects[version.Subject] = RegisteredSubject.With(_subjects.GetValueOrDefault(version.Subject), version);
        Link(schemas, version);
        return true;
    }

    private void Link(ContextSchemas schemas, RegisteredVersion version)
    {
        _schemas[version.Schema.Context] = schemas.WithUse(version);
        var by = new SubjectVersion(version.Subject, version.Version);
        foreach (var used in UsedBy(version)) _referrers[used] = _referrers.GetValueOrDefault(used, []).Add(by);
    }

    private ContextSchemas Unlink(ContextSchemas schemas, RegisteredVersion version)
    {
        var by = new SubjectVersion(version.Subject, version.Version);
        foreach (var used in UsedBy(version))
        {
            var left = _referrers.GetValueOrDefault(used, []).Remove(by);
            if (left.IsEmpty) _referrers.Remove(used);
            else _referrers[used] = left;
        }

        return schemas.WithoutUse(version);
    }

    private static IEnumerable<SubjectVersion> UsedBy(RegisteredVersion version)
    {
        if (version.Schema.References.Count == 0) return [];
        var subject = QualifiedSubject.Parse(version.Subject);
        return version.Schema.References.Select(reference => new SubjectVersion(subject.Qualify(reference.Subject), reference.Version));
    }

    private void Remove(string name, int number)
    {
        if (!_subjects.TryGetValue(name, out var subject) || subject.Find(number) is not { } version) return;
        _schemas[version.Schema.Context] = Unlink(_schemas[version.Schema.Context], version);
        if (subject.Without(number) is { } left) _subjects[name] = left;
        else _subjects.Remove(name);
    }

    private void SoftDelete(RegisteredSubject subject, int upTo) => _subjects[subject.Name] = subject.SoftDeletedUpTo(upTo);

    private void Clear(string? subject)
    {
        var names = subject is null ? [.. _subjects.Keys.Where(name => QualifiedSubject.Parse(name).IsDefault)] : new[] { QualifiedSubject.Normalize(subject) };
        foreach (var name in names)
        {
            if (!_subjects.TryGetValue(name, out var found)) continue;
            foreach (var version in found.Versions.Where(version => version.IsDeleted)) Remove(name, version.Version);
        }
    }

    private static void Set<T>(ImmutableDictionary<string, T>.Builder map, string? subject, T? value) where T : class
    {
        if (value is null) map.Remove(Scope(subject));
        else map[Scope(subject)] = value;
    }

    private static string Scope(string? subject) => subject is null ? "" : QualifiedSubject.Normalize(subject);
}
