using System.Collections.Immutable;
using System.Globalization;

namespace RestStream.Schemas.Registry;

/// <summary>One registration. What was read of the draft is kept, so that the decision in the writer's turn seldom reads it again. Not thread-safe.</summary>
internal sealed class Registration(SchemaParser parser, CompatibilityCheck compatibility, RegistryOptions options, string subject, SchemaDraft draft, bool normalize, bool force)
{
    private readonly DraftReader _reader = new(parser, subject, draft, normalize);
    private Candidate? _compared;
    private RegisteredSubject? _comparedWith;
    private ImmutableDictionary<string, RegistryConfig>? _comparedBy;

    /// <summary>Compares before the writer's turn, so that the turn is short when nothing moved until then.</summary>
    /// <exception cref="RegistryException">It is not compatible.</exception>
    public void Compare(RegistrySnapshot snapshot, CancellationToken cancellationToken)
    {
        var registered = snapshot.Subject(subject);
        if (snapshot.ModeOf(subject) != RegistryMode.Import) RequireCompatible(snapshot, registered, _reader.Read(snapshot, registered), cancellationToken);
    }

    /// <summary>The live version that has this schema already; null when there is none.</summary>
    public RegisteredVersion? FindLive(RegistrySnapshot snapshot)
    {
        var registered = snapshot.Subject(subject);
        var candidate = _reader.Read(snapshot, registered);
        if (registered?.Latest is null) return null;
        // What the newest version has is inherited; an older one that has nothing is meant too by who gives nothing.
        var live = snapshot.NewestWith(subject, candidate.Content) ?? (_reader.GivesTextAlone(snapshot) ? snapshot.NewestWith(subject, candidate.BareContent) : null);
        // A version that its client keeps in the metadata does not make another schema.
        if (live is null && (SchemaMetadata.HasVersion(candidate.Metadata) || registered.HasClientVersions))
            live = registered.NewestFirst.FirstOrDefault(version => candidate.IsSame(version.Schema));
        if (live is not null && draft.HasId && draft.Id != live.Schema.Id)
        {
            throw new RegistryException(
                RegistryErrorCode.IdDoesNotMatch, string.Create(CultureInfo.InvariantCulture, $"The schema is registered under id {live.Schema.Id}, not {draft.Id}."));
        }

        return live;
    }

    /// <summary>What to write.</summary>
    public Decision<RegisteredVersion> Decide(RegistrySnapshot head, CancellationToken cancellationToken)
    {
        if (FindLive(head) is { } live) return new([], live);
        var registered = head.Subject(subject);
        var isImport = RequireMode(head) == RegistryMode.Import;
        var candidate = _reader.Read(head, registered);
        if (!isImport) RequireCompatible(head, registered, candidate, cancellationToken);
        RequireRoom(head, registered);
        var version = NextVersion(registered, isImport);
        if (draft.HasVersion || SchemaMetadata.HasVersion(candidate.Metadata)) candidate = candidate with { Metadata = SchemaMetadata.WithVersion(candidate.Metadata, version) };
        var schema = Store(head, candidate, isImport);
        var result = new RegisteredVersion(subject, version, schema, false, 0);
        List<RegistryRecord> records = [.. NewContext(head, schema.Context), .. Superseded(head, registered, schema), new RegistryRecord.Version(subject, version, result)];
        return new(records, result);
    }

    private RegistryMode RequireMode(RegistrySnapshot head)
    {
        var mode = head.ModeOf(subject);
        if (mode is RegistryMode.ReadOnly or RegistryMode.ReadOnlyOverride) throw Refusals.ReadOnly(subject);
        if (mode == RegistryMode.Import && !draft.HasId) throw Refusals.NotPermitted($"Subject '{Refusals.Shown(subject)}' is in import mode: a schema comes with its id.");
        if (mode != RegistryMode.Import && draft.HasId) throw Refusals.NotPermitted($"Subject '{Refusals.Shown(subject)}' is not in import mode: a schema cannot come with an id.");
        return mode;
    }

    private void RequireCompatible(RegistrySnapshot head, RegisteredSubject? registered, Candidate candidate, CancellationToken cancellationToken)
    {
        if (force || registered is null) return;
        if (ReferenceEquals(candidate, _compared) && ReferenceEquals(registered, _comparedWith) && ReferenceEquals(head.Configs, _comparedBy)) return;
        var report = compatibility.Run(head, head.ConfigOf(subject), candidate, registered.NewestFirst, cancellationToken);
        (_compared, _comparedWith, _comparedBy) = (candidate, registered, head.Configs);
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

    // Registered again, a schema takes the place of its soft-deleted versions, as long as nobody uses them.
    private static IEnumerable<RegistryRecord> Superseded(RegistrySnapshot head, RegisteredSubject? registered, StoredSchema schema)
    {
        if (registered is null || head.ById(schema.Context, schema.Id) is null) return [];
        return registered.Versions
            .Where(version => version.IsDeleted && version.Schema.Id == schema.Id && !head.Referrers.ContainsKey(new(version.Subject, version.Version)))
            .Select(version => new RegistryRecord.Version(version.Subject, version.Version, null));
    }
}
