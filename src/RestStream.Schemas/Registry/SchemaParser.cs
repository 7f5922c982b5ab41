using System.Collections.Concurrent;
using System.Globalization;

namespace RestStream.Schemas.Registry;

/// <summary>Reads schemas with all that they use. What is stored is read when it is first needed, and kept within a bound. Thread-safe.</summary>
internal sealed class SchemaParser(RegistryOptions options, IEnumerable<ISchemaProvider> providers)
{
    private const int MaxDepth = 64;
    private readonly Dictionary<SchemaType, ISchemaProvider> _providers = providers.ToDictionary(provider => provider.Type);
    private readonly ConcurrentDictionary<StoredSchema, (ParsedSchema Parsed, IReadOnlyDictionary<SubjectVersion, StoredSchema> Uses)> _parsed = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentQueue<StoredSchema> _order = new();
    private long _characters;

    /// <summary>The types that can be read, in Confluent's order.</summary>
    public IReadOnlyList<SchemaType> Types { get; } = [.. new[] { SchemaType.Json, SchemaType.Protobuf, SchemaType.Avro }.Where(type => providers.Any(provider => provider.Type == type))];

    /// <summary>Reads a draft.</summary>
    /// <param name="snapshot">Where what it uses is found.</param>
    /// <param name="subject">Whose draft it is.</param>
    /// <param name="typeName">The name of its type; null is AVRO.</param>
    /// <param name="text">Its text.</param>
    /// <param name="references">What it uses directly.</param>
    /// <param name="isImport">Another registry kept it: it need only have the form of its type, and may use what is soft-deleted.</param>
    /// <returns>The schema, and why it is none for new ones although it is one as stored ones are.</returns>
    /// <exception cref="RegistryException">It is no schema, too large, or uses what is not there.</exception>
    public (ParsedSchema Parsed, RegistryException? Fault) Parse(
        RegistrySnapshot snapshot, QualifiedSubject subject, string? typeName, string text, IReadOnlyList<SchemaReference> references, bool isImport)
    {
        if (!SchemaTypes.TryParse(typeName, out var type) || !_providers.TryGetValue(type, out var provider))
            throw Refusals.InvalidSchema($"schemas of type '{Refusals.Shown(typeName ?? "AVRO")}' are not kept here. There are {string.Join(", ", Types.Select(SchemaTypes.NameOf))}.");
        if (System.Text.Encoding.UTF8.GetByteCount(text) is var bytes && bytes > options.MaxSchemaBytes)
            throw new RegistryException(RegistryErrorCode.SchemaTooLarge, string.Create(CultureInfo.InvariantCulture, $"The schema has {bytes} bytes; {options.MaxSchemaBytes} are allowed."));
        if (references.Count > options.MaxReferences)
            throw Refusals.InvalidSchema(string.Create(CultureInfo.InvariantCulture, $"it has {references.Count} references; {options.MaxReferences} are allowed."));
        var resolved = new Resolution(snapshot, options.MaxResolvedReferences).Resolve(subject, references, isNew: !isImport);
        return isImport ? (ParseImported(provider, text, resolved), null) : ParseNew(provider, text, resolved);
    }

    /// <summary>A stored schema, read.</summary>
    /// <exception cref="RegistryException">It was stored unchecked and is no schema, or what it uses is gone.</exception>
    public ParsedSchema Parse(RegistrySnapshot snapshot, StoredSchema schema)
    {
        // What it uses may have been deleted for good and registered anew.
        if (_parsed.TryGetValue(schema, out var known) && known.Uses.All(use => ReferenceEquals(snapshot.Version(use.Key.Subject, use.Key.Version)?.Schema, use.Value))) return known.Parsed;
        if (!_providers.TryGetValue(schema.Type, out var provider)) throw Refusals.InvalidSchema($"schemas of type {SchemaTypes.NameOf(schema.Type)} are not read here.");
        var resolution = new Resolution(snapshot, options.MaxResolvedReferences);
        var resolved = resolution.Resolve(new(schema.Context, ""), schema.References, isNew: false);
        var parsed = ParseStored(provider, schema.Text, resolved);
        Keep(schema, parsed, resolution.Uses);
        return parsed;
    }

    /// <summary>What a stored schema uses, with what that uses in turn.</summary>
    /// <exception cref="RegistryException">Something of it is gone.</exception>
    public IReadOnlyList<ResolvedReference> Resolve(RegistrySnapshot snapshot, StoredSchema schema) =>
        new Resolution(snapshot, options.MaxResolvedReferences).Resolve(new(schema.Context, ""), schema.References, isNew: false);

    private static (ParsedSchema Parsed, RegistryException? Fault) ParseNew(ISchemaProvider provider, string text, IReadOnlyList<ResolvedReference> references)
    {
        try
        {
            return (provider.Parse(text, references), null);
        }
        catch (SchemaException e)
        {
            return (ParseStored(provider, text, references), Refusals.InvalidSchema(Reason(e), e));
        }
    }

    private static ParsedSchema ParseStored(ISchemaProvider provider, string text, IReadOnlyList<ResolvedReference> references)
    {
        try
        {
            return provider.ParseStored(text, references);
        }
        catch (SchemaException e)
        {
            throw Refusals.InvalidSchema(Reason(e), e);
        }
    }

    private static ParsedSchema ParseImported(ISchemaProvider provider, string text, IReadOnlyList<ResolvedReference> references)
    {
        try
        {
            return provider.ParseStored(text, references);
        }
        catch (SchemaException e)
        {
            return provider.FormOf(text) is { } form
                ? new UnreadSchema(provider.Type, form, [.. references.Select(one => one.Reference)], Reason(e))
                : throw Refusals.InvalidSchema(Reason(e), e);
        }
    }

    private static string Reason(SchemaException e) => e.Place is { Length: > 0 } place ? $"{e.Message} (at {place})" : e.Message;

    private void Keep(StoredSchema schema, ParsedSchema parsed, IReadOnlyDictionary<SubjectVersion, StoredSchema> uses)
    {
        if (!_parsed.TryAdd(schema, (parsed, uses)))
        {
            _parsed[schema] = (parsed, uses);
            return;
        }

        _order.Enqueue(schema);
        Interlocked.Add(ref _characters, schema.Text.Length);
        while ((_order.Count > options.MaxParsedSchemas || Volatile.Read(ref _characters) > options.MaxParsedCharacters) && _order.TryDequeue(out var oldest))
        {
            _parsed.TryRemove(oldest, out _);
            Interlocked.Add(ref _characters, -oldest.Text.Length);
        }
    }

    /// <summary>One schema's references, each looked up once. References point to what was there before, but imports may make them circles.</summary>
    private sealed class Resolution(RegistrySnapshot snapshot, int limit)
    {
        private readonly Dictionary<SubjectVersion, (string Text, IReadOnlyList<ResolvedReference> References)> _found = [];
        private readonly Dictionary<SubjectVersion, StoredSchema> _uses = [];

        /// <summary>All that was looked up.</summary>
        public IReadOnlyDictionary<SubjectVersion, StoredSchema> Uses => _uses;

        public IReadOnlyList<ResolvedReference> Resolve(QualifiedSubject parent, IReadOnlyList<SchemaReference> references, bool isNew) =>
            references.Count == 0 ? [] : [.. references.Select(reference => Resolve(parent, reference, isNew, 0))];

        private ResolvedReference Resolve(QualifiedSubject parent, SchemaReference reference, bool isNew, int depth)
        {
            if (reference.Version == SchemaReference.NoVersion) throw Refusals.InvalidSchema($"the reference '{Refusals.Shown(reference.Name)}' has no version.");
            var name = parent.Qualify(reference.Subject);
            var subject = snapshot.Subject(name);
            var version = reference.Version is -1 ? subject?.Latest : subject?.Find(reference.Version);
            if (version is null || (isNew && version.IsDeleted))
            {
                throw Refusals.InvalidSchema(string.Create(
                    CultureInfo.InvariantCulture, $"it uses version {reference.Version} of subject '{Refusals.Shown(name)}' as '{Refusals.Shown(reference.Name)}', and there is none."));
            }

            if (depth > MaxDepth || _found.Count > limit) throw Refusals.InvalidSchema("it uses too many other schemas, or itself.");
            var key = new SubjectVersion(name, version.Version);
            if (!_found.TryGetValue(key, out var found))
            {
                var used = QualifiedSubject.Parse(name);
                found = (version.Schema.Text, [.. version.Schema.References.Select(one => Resolve(used, one, isNew: false, depth + 1))]);
                _found[key] = found;
                _uses[key] = version.Schema;
            }

            return new(reference with { Version = version.Version }, found.Text, found.References);
        }
    }
}
