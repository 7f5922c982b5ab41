
namespace RestStream.Schemas.Registry;

public sealed partial class SchemaRegistry
{
    /// <summary>Registers a schema; one that the subject has is answered as it is.</summary>
    /// <param name="subject">The subject, by its alias or not.</param>
    /// <param name="draft">The schema.</param>
    /// <param name="normalize">Normalise it first.</param>
    /// <param name="force">Do not ask whether it is compatible.</param>
    /// <param name="cancellationToken">Ends the wait for the writer's turn.</param>
    /// <exception cref="RegistryException">It is refused.</exception>
    public ValueTask<RegisteredVersion> RegisterAsync(string subject, SchemaDraft draft, bool normalize, bool force, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(draft);
        var snapshot = Current;
        var name = Require(snapshot.Resolve(Require(subject, _options.MaxSubjectLength)), _options.MaxSubjectLength);
        var registration = new Registration(_parser, _compatibility, _options, name, draft, normalize, force);
        return registration.FindLive(snapshot) is { } live ? new(live) : WriteAsync(registration, snapshot, cancellationToken);
    }

    /// <summary>Finds a schema in a subject; in the default context, where that has none, in the other contexts.</summary>
    /// <exception cref="RegistryException">There is no such subject or schema in it, or it is no schema.</exception>
    public RegisteredVersion LookUp(string subject, SchemaDraft draft, bool normalize, bool includesDeleted)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var snapshot = Current;
        var name = snapshot.Resolve(QualifiedSubject.Normalize(subject));
        var hasSubject = false;
        foreach (var candidate in InContexts(snapshot, name))
        {
            if (!Holds(snapshot.Subject(candidate), includesDeleted)) continue;
            hasSubject = true;
            if (Find(snapshot, snapshot.Subject(candidate)!, draft, normalize, includesDeleted) is { } found) return found;
        }

        throw hasSubject ? Refusals.SchemaNotFound("") : Refusals.SubjectNotFound(subject);
    }

    /// <summary>A version of a subject; in the default context, where that has none, of the other contexts.</summary>
    /// <param name="subject">The subject, by its alias or not.</param>
    /// <param name="version">Its number; null for the newest.</param>
    /// <param name="includesDeleted">With soft-deleted ones.</param>
    /// <exception cref="RegistryException">There is no such subject or version.</exception>
    public RegisteredVersion GetVersion(string subject, int? version, bool includesDeleted)
    {
        var snapshot = Current;
        var name = snapshot.Resolve(QualifiedSubject.Normalize(subject));
        foreach (var candidate in InContexts(snapshot, name))
        {
            if (Find(snapshot.Subject(candidate), version, includesDeleted) is { } found) return found;
        }

        if (!Holds(snapshot.Subject(name), includesDeleted)) throw Refusals.SubjectNotFound(subject);
        throw Refusals.VersionNotFound(version ?? -1);
    }

    /// <summary>Compares a schema with one version; with an absent subject, or with the latest of none, it is compatible.</summary>
    /// <exception cref="RegistryException">It is no schema, or there is no version of that number.</exception>
    public CompatibilityReport Check(string subject, int? version, SchemaDraft draft, bool normalize)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var snapshot = Current;
        var name = snapshot.Resolve(QualifiedSubject.Normalize(subject));
        var registered = snapshot.Subject(name);
        var candidate = new DraftReader(_parser, name, draft, normalize).Read(snapshot, registered);
        var other = Find(registered, version, includesDeleted: false);
        if (other is null && version is { } number) throw Refusals.VersionNotFound(number);
        return other is null ? CompatibilityReport.Compatible : _compatibility.Run(snapshot, snapshot.ConfigOf(name), candidate, [other]);
    }

    /// <summary>The comparison that a registration would make.</summary>
    /// <exception cref="RegistryException">It is no schema.</exception>
    public CompatibilityReport Check(string subject, SchemaDraft draft, bool normalize)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var snapshot = Current;
        var name = snapshot.Resolve(QualifiedSubject.Normalize(subject));
        var registered = snapshot.Subject(name);
        var candidate = new DraftReader(_parser, name, draft, normalize).Read(snapshot, registered);
        return registered is null ? CompatibilityReport.Compatible : _compatibility.Run(snapshot, snapshot.ConfigOf(name), candidate, registered.NewestFirst);
    }

    private async ValueTask<RegisteredVersion> WriteAsync(Registration registration, RegistrySnapshot snapshot, CancellationToken cancellationToken)
    {
        try
        {
            registration.Compare(snapshot, cancellationToken);
            var version = await _writer.WriteAsync(head => registration.Decide(head, cancellationToken), cancellationToken).ConfigureAwait(false);
            _metrics.Registered();
            return version;
        }
        catch (RegistryException e) when (e.Code is RegistryErrorCode.Incompatible or RegistryErrorCode.IncompatibleSchema)
        {
            _metrics.Incompatible();
            throw;
        }
    }

    private static RegisteredVersion? Find(RegisteredSubject? subject, int? version, bool includesDeleted)
    {
        if (subject is null) return null;
        var found = version is { } number ? subject.Find(number) : subject.Latest ?? subject.Versions[^1];
        return found is null || (found.IsDeleted && !includesDeleted) ? null : found;
    }

    private RegisteredVersion? Find(RegistrySnapshot snapshot, RegisteredSubject subject, SchemaDraft draft, bool normalize, bool includesDeleted)
    {
        var candidate = new DraftReader(_parser, subject.Name, draft, normalize, inherits: false).Read(snapshot, subject);
        for (var i = subject.Versions.Count - 1; i >= 0; i--)
        {
            var version = subject.Versions[i];
            if ((includesDeleted || !version.IsDeleted) && candidate.Means(version.Schema)) return version;
        }

        return null;
    }

    private static bool Holds(RegisteredSubject? subject, bool includesDeleted) => subject is not null && (includesDeleted || subject.Latest is not null);

    private static IEnumerable<string> InContexts(RegistrySnapshot snapshot, string subject)
    {
        yield return subject;
        var qualified = QualifiedSubject.Parse(subject);
        if (!qualified.IsDefault) yield break;
        foreach (var context in snapshot.NamedContexts) yield return new QualifiedSubject(context, qualified.Name).ToString();
    }
}
