
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

    /// <summary>Compares a schema with one version; with the newest of a subject that has none, it is compatible.</summary>
    /// <exception cref="RegistryException">There is no version of that number, or it is no schema.</exception>
    public CompatibilityReport Check(string subject, int? version, SchemaDraft draft, bool normalize)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var snapshot = Current;
        var name = snapshot.Resolve(QualifiedSubject.Normalize(subject));
        var other = Find(snapshot.Subject(name), version, includesDeleted: false);
        if (other is null && version is { } number) throw Refusals.VersionNotFound(number);
        return Check(snapshot, name, other is null ? [] : [other], draft, normalize);
    }

    /// <summary>The comparison that a registration would make.</summary>
    /// <exception cref="RegistryException">It is no schema.</exception>
    public CompatibilityReport Check(string subject, SchemaDraft draft, bool normalize)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var snapshot = Current;
        var name = snapshot.Resolve(QualifiedSubject.Normalize(subject));
        return Check(snapshot, name, snapshot.Subject(name)?.NewestFirst ?? [], draft, normalize);
    }

    private CompatibilityReport Check(RegistrySnapshot snapshot, string name, IEnumerable<RegisteredVersion> newestFirst, SchemaDraft draft, bool normalize)
    {
        var config = snapshot.ConfigOf(name);
        var candidate = new DraftReader(_parser, name, draft, normalize).Read(snapshot, snapshot.Subject(name)).Full;
        DraftReader.RequireSound(config, candidate);
        return _compatibility.Run(snapshot, config, candidate, newestFirst, new ComparedVersions(), CancellationToken.None);
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

    // As it is given, then with what a registration would add to it.
    private RegisteredVersion? Find(RegistrySnapshot snapshot, RegisteredSubject subject, SchemaDraft draft, bool normalize, bool includesDeleted)
    {
        var candidates = new DraftReader(_parser, subject.Name, draft, normalize).Read(snapshot, subject);
        return snapshot.NewestLike(subject, candidates.Given, includesDeleted)
            ?? (ReferenceEquals(candidates.Full, candidates.Given) ? null : snapshot.NewestLike(subject, candidates.Full, includesDeleted));
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
