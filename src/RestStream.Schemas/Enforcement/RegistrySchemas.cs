using System.Collections.Concurrent;
using RestStream.Schemas.Registry;

namespace RestStream.Schemas.Enforcement;

/// <summary>The registry as enforcement and readers ask it. The engine that the registry is kept in asks too, so the registry comes later. Thread-safe.</summary>
public sealed class RegistrySchemas : ISchemaSource
{
    private volatile SchemaRegistry? _registry;
    private volatile State? _state;

    /// <inheritdoc/>
    public IRegisteredSchemas? Current
    {
        get
        {
            if (_registry is not { } registry) return null;
            var snapshot = registry.Current;
            if (_state is { } state && ReferenceEquals(state.Snapshot, snapshot)) return state;
            return _state = new State(registry, snapshot);
        }
    }

    /// <summary>Takes the registry, loaded.</summary>
    public void Attach(SchemaRegistry registry) => _registry = registry;

    private sealed class State(SchemaRegistry registry, RegistrySnapshot snapshot) : IRegisteredSchemas
    {
        private readonly ConcurrentDictionary<StoredSchema, Guid> _usesIds = new(ReferenceEqualityComparer.Instance);

        public RegistrySnapshot Snapshot => snapshot;

        public RegisteredSchema? Find(string subject, int? version)
        {
            var found = version is { } number ? SubjectOf(subject)?.Find(number) : SubjectOf(subject)?.Latest;
            return found is null or { IsDeleted: true } ? null : Of(found);
        }

        public RegisteredSchema? FindById(string subject, int id) => Of(snapshot.NewestWith(Named(subject), id));

        public RegisteredSchema? FindByGuid(string subject, Guid guid) => Of(snapshot.NewestWith(Named(subject), guid));

        public RegisteredSchema? FindById(int id) => Of(snapshot.ById(QualifiedSubject.DefaultContext, id));

        public RegisteredSchema? FindByGuid(Guid guid) => Of(snapshot.ByGuid(guid).FirstOrDefault());

        private RegisteredSubject? SubjectOf(string name) => snapshot.Subject(Named(name));

        private string Named(string subject) => snapshot.Resolve(QualifiedSubject.Normalize(subject));

        // Soft-deleted schemas stay readable by id.
        private RegisteredSchema? Of(SchemaUses? uses)
        {
            if (uses is null) return null;
            var versions = uses.Uses.Select(use => snapshot.Version(use.Subject, use.Version)!).ToList();
            return Of(versions.Find(version => !version.IsDeleted) ?? versions[0]);
        }

        private RegisteredSchema? Of(RegisteredVersion? version) => version is null
            ? null
            : new RegisteredSchema(version.Subject, version.Version, version.Schema.Id, version.Schema.Guid, version.Schema.Type, version.Schema.Text)
            {
                Resolve = () => Resolve(version.Schema),
                UsesId = version.Schema.References.Count == 0 ? Guid.Empty : _usesIds.GetOrAdd(version.Schema, UsesIdOf),
            };

        private Guid UsesIdOf(StoredSchema schema)
        {
            try
            {
                return UsesId.Of(registry.Resolve(snapshot, schema));
            }
            catch (RegistryException)
            {
                return UsesId.Unresolved; // Making it ready says what is gone.
            }
        }

        private IReadOnlyList<ResolvedReference> Resolve(StoredSchema schema)
        {
            try
            {
                return registry.Resolve(snapshot, schema);
            }
            catch (RegistryException e)
            {
                throw new SchemaException(e.Message);
            }
        }
    }
}
