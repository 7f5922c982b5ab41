using System.Collections.Immutable;
using System.Globalization;

namespace RestStream.Schemas.Registry;

/// <summary>One registration. What was read and compared is kept, so that the decision in the writer's turn seldom does it again. Not thread-safe.</summary>
internal sealed class Registration(SchemaParser parser, CompatibilityCheck compatibility, RegistryOptions options, string subject, SchemaDraft draft, bool normalize, bool force)
{
    private readonly DraftReader _reader = new(parser, subject, draft, normalize);
    private readonly ComparedVersions _compared = new();

    /// <summary>The live version that the request means as it stands, whatever the mode is; null when there is none.</summary>
    /// <exception cref="RegistryException">The draft is no schema, or its rules break the rules.</exception>
    public RegisteredVersion? FindLive(RegistrySnapshot snapshot)
    {
        if (draft.RuleSet?.Violation() is { } violation) throw new RegistryException(RegistryErrorCode.InvalidRuleSet, violation);
        // Where a config or the newest version adds something, no version is what the request gives.
        if (draft.IsAlwaysNew || draft.TakesOver || snapshot.ConfigOf(subject).HasDefaultsOrOverrides || snapshot.Subject(subject) is not { } registered) return null;
        var given = _reader.Read(snapshot, registered).Given;
        if (registered.Latest is not { } latest) return null;
        if (draft.HasVersion) return WithVersionAndId(registered, given);
        var live = draft.GivesVersion ? Same(latest, given) : snapshot.NewestLike(registered, given);
        return HasOtherId(live) ? WithId(snapshot, given) : live;
    }

    /// <summary>Reads and compares before the writer's turn, so that the turn is short when nothing moved until then.</summary>
    /// <exception cref="RegistryException">It is refused.</exception>
    public void Compare(RegistrySnapshot snapshot, CancellationToken cancellationToken)
    {
        var mode = RequireMode(snapshot);
        var registered = snapshot.Subject(subject);
        var candidate = _reader.Read(snapshot, registered).Full;
        if (mode != RegistryMode.Import && FindFull(snapshot, registered, candidate) is null) RequireGood(snapshot, registered, candidate, cancellationToken);
    }

    /// <summary>What to write.</summary>
    /// <exception cref="RegistryException">It is refused.</exception>
    public Decision<RegisteredVersion> Decide(RegistrySnapshot head, CancellationToken cancellationToken)
    {
        if (FindLive(head) is { } live) return new([], live);
        var isImport = RequireMode(head) == RegistryMode.Import;
        var registered = head.Subject(subject);
        var candidate = _reader.Read(head, registered).Full;
        if (FindFull(head, registered, candidate) is { } full) return new([], full);
        if (!isImport) RequireGood(head, registered, candidate, cancellationToken);
        RequireRoom(head, registered);
        var version = NextVersion(registered, isImport);
        // An import is kept as it was, so that its content makes the same guid.
        if (!isImport && (draft.GivesVersion || SchemaMetadata.HasVersion(candidate.Metadata)))
            candidate = candidate.With(SchemaMetadata.WithVersion(candidate.Metadata, version), candidate.RuleSet);
        var schema = Store(head, candidate, isImport);
        var result = new RegisteredVersion(subject, version, schema, false, 0);
        List<RegistryRecord> records = [.. NewContext(head, schema.Context), .. Superseded(head, registered, schema, version), new RegistryRecord.Version(subject, version, result)];
        return new(records, result);
    }

    // The live version that is what the request comes to with the newest version's metadata and the config's.
    private RegisteredVersion? FindFull(RegistrySnapshot snapshot, RegisteredSubject? registered, Candidate full)
    {
        if (draft.GivesVersion || registered?.Latest is null) return null;
        var live = snapshot.NewestLike(registered, full);
        return HasOtherId(live) ? WithId(snapshot, full) : live;
    }

    private bool HasOtherId(RegisteredVersion? live) => live is not null && draft.HasId && draft.Id != live.Schema.Id;

    // With a number alone a version of its own is asked for.
    private RegisteredVersion? WithVersionAndId(RegisteredSubject registered, Candidate given) =>
        registered.Find(draft.Version!.Value) is { IsDeleted: false } version && draft.Id == version.Schema.Id ? Same(version, given) : null;

    private static RegisteredVersion? Same(RegisteredVersion version, Candidate given) => given.IsSame(version.Schema) ? version : null;

    // Imports may have given one content several ids.
    private RegisteredVersion? WithId(RegistrySnapshot snapshot, Candidate candidate) =>
        snapshot.NewestWith(subject, draft.Id!.Value) is { } version ? Same(version, candidate) : null;

    private RegistryMode RequireMode(RegistrySnapshot head)
    {
        var mode = head.ModeOf(subject);
        if (mode is RegistryMode.ReadOnly or RegistryMode.ReadOnlyOverride) throw Refusals.ReadOnly(subject);
        if (mode == RegistryMode.Import && !draft.HasId) throw Refusals.NotPermitted($"Subject '{Refusals.Shown(subject)}' is in import mode: a schema comes with its id.");
        if (mode != RegistryMode.Import && draft.HasId) throw Refusals.NotPermitted($"Subject '{Refusals.Shown(subject)}' is not in import mode: a schema cannot come with an id.");
        return mode;
    }

    private void RequireGood(RegistrySnapshot head, RegisteredSubject? registered, Candidate candidate, CancellationToken cancellationToken)
    {
        var config = head.ConfigOf(subject);
        DraftReader.RequireSound(config, candidate);
        if (force || registered is null) return;
        var report = compatibility.Run(head, config, candidate, registered.NewestFirst, _compared, cancellationToken);
        if (report.IsCompatible) return;
        throw new RegistryException(
            options.Compat == 7 ? RegistryErrorCode.Incompatible : RegistryErrorCode.IncompatibleSchema,
            $"Schema being registered is incompatible with an earlier schema for subject \"{Refusals.Shown(subject)}\", details: [{string.Join(", ", report.Messages)}]");
    }

    private int NextVersion(RegisteredSubject? registered, bool isImport)
    {
        if (isImport && draft.HasVersion) return draft.Version!.Value;
        var newest = registered?.Versions[^1].Version ?? 0;
        if (newest == int.MaxValue) throw Refusals.NotPermitted($"The subject has a version {newest}, and there is none after it.");
        var next = newest + 1;
        if (!draft.HasVersion || draft.Version == next) return next;
        throw Refusals.InvalidSchema(string.Create(CultureInfo.InvariantCulture, $"its version is {draft.Version}, and the next one of the subject is {next}."));
    }

    private void RequireRoom(RegistrySnapshot head, RegisteredSubject? registered)
    {
        if (registered is null && head.Subjects.Count >= options.MaxSubjects)
            throw Refusals.NotPermitted(string.Create(CultureInfo.InvariantCulture, $"There are {head.Subjects.Count} subjects, and no more are allowed. Delete some, or raise the limit."));
        if (registered?.Versions.Count >= options.MaxVersionsPerSubject)
            throw Refusals.NotPermitted(string.Create(CultureInfo.InvariantCulture, $"The subject has {registered.Versions.Count} versions, and no more are allowed. Delete some, or raise the limit."));
    }

    private StoredSchema Store(RegistrySnapshot head, Candidate candidate, bool isImport)
    {
        var context = QualifiedSubject.Parse(subject).Context;
        var schemas = head.Schemas.GetValueOrDefault(context, ContextSchemas.Empty);
        var content = candidate.Content;
        var id = isImport ? draft.Id!.Value : schemas.IdByContent.TryGetValue(content, out var known) ? known : schemas.MaxId + 1;
        if (id < 1 || (id == int.MaxValue && !isImport)) throw Refusals.NotPermitted(string.Create(CultureInfo.InvariantCulture, $"Id {id} cannot be given: ids are 1 to {int.MaxValue - 1}."));
        if (schemas.ById.TryGetValue(id, out var taken))
        {
            if (taken.Schema.Guid == content.Guid && taken.Schema.Type == content.Type) return taken.Schema;
            throw Refusals.NotPermitted(string.Create(CultureInfo.InvariantCulture, $"Id {id} belongs to another schema and is not given to this one."));
        }

        return new(context, id, content.Guid, candidate.Parsed.Type, candidate.Text, candidate.References, candidate.Metadata, candidate.RuleSet);
    }

    private static IEnumerable<RegistryRecord> NewContext(RegistrySnapshot head, string context) =>
        context == QualifiedSubject.DefaultContext || head.NamedContexts.Contains(context) ? [] : [new RegistryRecord.Context(context, true)];

    // Registered again, a schema takes the place of its earlier soft-deleted versions, as long as nobody uses them.
    private static IEnumerable<RegistryRecord> Superseded(RegistrySnapshot head, RegisteredSubject? registered, StoredSchema schema, int number)
    {
        if (registered is null || head.ById(schema.Context, schema.Id) is null) return [];
        return registered.Versions
            .Where(version => version.Version < number && version.IsDeleted && version.Schema.Id == schema.Id && !head.Referrers.ContainsKey(new(version.Subject, version.Version)))
            .Select(version => new RegistryRecord.Version(version.Subject, version.Version, null));
    }
}
