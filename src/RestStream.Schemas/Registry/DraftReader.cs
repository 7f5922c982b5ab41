namespace RestStream.Schemas.Registry;

/// <summary>Reads one draft against a snapshot, and against a later one only what changed. Not thread-safe.</summary>
internal sealed class DraftReader(SchemaParser parser, string subject, SchemaDraft draft, bool normalize)
{
    private readonly QualifiedSubject _qualified = QualifiedSubject.Parse(subject);
    private RegistrySnapshot? _snapshot;
    private RegisteredSubject? _registered;
    private DraftCandidates? _candidates;
    private (bool IsImport, bool IsNormalized) _manner;

    /// <summary>The draft as it would be stored.</summary>
    /// <exception cref="RegistryException">It is no schema.</exception>
    public DraftCandidates Read(RegistrySnapshot snapshot, RegisteredSubject? registered)
    {
        if (_candidates is not null && (ReferenceEquals(snapshot, _snapshot) || IsUnmoved(snapshot, registered))) return _candidates;
        var (config, isImport, newest) = (snapshot.ConfigOf(subject), snapshot.ModeOf(subject) == RegistryMode.Import, registered?.Latest?.Schema);
        var manner = (isImport, !isImport && (normalize || config.Normalize is true));
        // What the newest version and the config add is put together anew; the text is read again only when that could make another schema of it.
        var given = _candidates is { Given: var read } && manner == _manner && !draft.TakesOver && AreReferencesUnmoved(snapshot) ? read : ReadText(snapshot, newest, manner);
        _candidates = new(given, isImport ? given : Complete(given, config, newest));
        (_snapshot, _registered, _manner) = (snapshot, registered, manner);
        return _candidates;
    }

    /// <summary>Checks what only new schemas have to keep, as far as the config asks for it.</summary>
    /// <exception cref="RegistryException">The candidate does not keep it.</exception>
    public static void RequireSound(RegistryConfig config, Candidate candidate)
    {
        if (candidate.Parsed is UnreadSchema unread) throw Refusals.InvalidSchema(unread.Reason);
        if (candidate.Fault is { } fault && config.ValidateNewSchemas is not false) throw fault;
        if (config.ValidateFields is true && candidate.Parsed.TopLevelFields.FirstOrDefault(name => name.StartsWith("$$", StringComparison.Ordinal)) is { } name)
            throw Refusals.InvalidSchema($"the name of field '{Refusals.Shown(name)}' begins with $$, which validateFields forbids.");
    }

    // Only configs, modes, the subject's own versions and what references name decide what a draft becomes.
    private bool IsUnmoved(RegistrySnapshot snapshot, RegisteredSubject? registered) =>
        ReferenceEquals(registered, _registered) && ReferenceEquals(snapshot.Configs, _snapshot!.Configs) && ReferenceEquals(snapshot.Modes, _snapshot.Modes) && AreReferencesUnmoved(snapshot);

    private bool AreReferencesUnmoved(RegistrySnapshot snapshot) =>
        draft.References.All(reference => ReferenceEquals(snapshot.Subject(_qualified.Qualify(reference.Subject)), _snapshot!.Subject(_qualified.Qualify(reference.Subject))));

    private Candidate ReadText(RegistrySnapshot snapshot, StoredSchema? newest, (bool IsImport, bool IsNormalized) manner)
    {
        if (draft.TakesOver && newest is null) throw Refusals.InvalidSchema("the request has no schema, and the subject has none to take over.");
        var read = draft.TakesOver
            ? parser.Parse(snapshot, _qualified, SchemaTypes.NameOf(newest!.Type), newest.Text, newest.References, manner.IsImport)
            : parser.Parse(snapshot, _qualified, draft.TypeName, draft.Text!, draft.References, manner.IsImport);
        var parsed = manner.IsNormalized ? read.Parsed.Normalize() : read.Parsed;
        // A text that is stored already is not a new schema.
        return new(parsed, draft.TakesOver || draft.IsAlwaysNew ? null : read.Fault, parsed.References, draft.Metadata, draft.RuleSet);
    }

    private static Candidate Complete(Candidate given, RegistryConfig config, StoredSchema? newest) => given.With(
        SchemaMetadata.Merge(SchemaMetadata.Merge(config.DefaultMetadata, given.Metadata ?? newest?.Metadata), config.OverrideMetadata),
        SchemaRuleSet.Merge(SchemaRuleSet.Merge(config.DefaultRuleSet, given.RuleSet ?? newest?.RuleSet), config.OverrideRuleSet));
}
