namespace RestStream.Schemas.Registry;

/// <summary>Reads one draft against a snapshot, and against a later one only what changed. Not thread-safe.</summary>
internal sealed class DraftReader(SchemaParser parser, string subject, SchemaDraft draft, bool normalize, bool inherits = true)
{
    private readonly QualifiedSubject _qualified = QualifiedSubject.Parse(subject);
    private RegistrySnapshot? _snapshot;
    private RegisteredSubject? _registered;
    private Candidate? _candidate;

    /// <summary>The draft as it would be stored.</summary>
    /// <exception cref="RegistryException">It is no schema, or breaks a rule.</exception>
    public Candidate Read(RegistrySnapshot snapshot, RegisteredSubject? registered)
    {
        if (_candidate is not null && (ReferenceEquals(snapshot, _snapshot) || IsUnmoved(snapshot, registered))) return _candidate;
        _candidate = ReadNow(snapshot, registered?.Latest?.Schema);
        (_snapshot, _registered) = (snapshot, registered);
        return _candidate;
    }

    /// <summary>True when neither the draft nor a config says anything of metadata and rules.</summary>
    public bool GivesTextAlone(RegistrySnapshot snapshot) =>
        draft is { Metadata: null, RuleSet: null, HasVersion: false } && snapshot.ConfigOf(subject) is { DefaultMetadata: null, OverrideMetadata: null, DefaultRuleSet: null, OverrideRuleSet: null };

    // Only configs, the subject's own versions and what references name decide what a draft becomes.
    private bool IsUnmoved(RegistrySnapshot snapshot, RegisteredSubject? registered) =>
        ReferenceEquals(registered, _registered) && ReferenceEquals(snapshot.Configs, _snapshot!.Configs)
        && draft.References.All(reference => ReferenceEquals(snapshot.Subject(_qualified.Qualify(reference.Subject)), _snapshot.Subject(_qualified.Qualify(reference.Subject))));

    private Candidate ReadNow(RegistrySnapshot snapshot, StoredSchema? newest)
    {
        var config = snapshot.ConfigOf(subject);
        var takesOver = string.IsNullOrEmpty(draft.Text);
        if (takesOver && newest is null) throw Refusals.InvalidSchema("the request has no schema, and the subject has none to take over.");
        var typeName = takesOver ? SchemaTypes.NameOf(newest!.Type) : draft.TypeName;
        var parsed = parser.Parse(snapshot, _qualified, typeName, takesOver ? newest!.Text : draft.Text!, takesOver ? newest!.References : draft.References, out var references);
        if (normalize || config.Normalize is true)
        {
            parsed = parsed.Normalize();
            references = parsed.References;
        }

        var metadata = draft.Metadata ?? (inherits ? newest?.Metadata : null);
        var rules = draft.RuleSet ?? (inherits ? newest?.RuleSet : null);
        if (inherits)
        {
            metadata = SchemaMetadata.Merge(SchemaMetadata.Merge(config.DefaultMetadata, metadata), config.OverrideMetadata);
            rules = SchemaRuleSet.Merge(SchemaRuleSet.Merge(config.DefaultRuleSet, rules), config.OverrideRuleSet);
        }

        if (rules?.Violation() is { } violation) throw new RegistryException(RegistryErrorCode.InvalidRuleSet, violation);
        return new(parsed, parsed.CanonicalText, references, metadata, rules);
    }
}
