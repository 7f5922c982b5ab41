using System.Text.Json;

namespace RestStream.Schemas.Json.Validation.Compilation;

/// <summary>The documents of one compilation: their resources by URI, and what references mean.</summary>
internal sealed partial class SchemaIndex
{
    private const string MainUri = "mem://input";
    private const int MetaSchemasInARow = 8;

    private readonly JsonSchemaOptions _options;
    private readonly PlaceBudget _places = new();
    private readonly Dictionary<string, GivenDocument> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<(GivenDocument, string Uri), Subschema> _read = [];
    private readonly Dictionary<string, SchemaResource> _resources = [];
    private readonly Dictionary<string, List<SchemaResource>> _dynamicAnchors = [];
    private readonly Dictionary<(string MetaSchema, Dialect Otherwise), Dialect> _dialects = [];
    private readonly SchemaDocument _main;
    private readonly Dialect _mainDialect;
    private int _subschemas;
    private int _resourceCount;

    /// <summary>Indexes the main document.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="options">Bounds and the default dialect.</param>
    /// <param name="uses">The documents that it may refer to, by the names that it has for them or by URI.</param>
    public SchemaIndex(string text, JsonSchemaOptions options, IReadOnlyDictionary<string, GivenDocument> uses)
    {
        _options = options;
        AddNames(uses);
        var root = Parse(text, null);
        _main = new SchemaDocument(root, RootUri(root, MainUri), uses, isMain: true);
        _mainDialect = Dialect.Of(options.DefaultDialect);
        _mainDialect = DialectOf(root, _mainDialect, 0);
        Main = Add(_main, MainUri);
    }

    /// <summary>The schema that is compiled.</summary>
    public Subschema Main { get; }

    /// <summary>The resources with a dynamic anchor, in the order in which they were met; later ones are added behind.</summary>
    public IReadOnlyList<SchemaResource> ResourcesWith(string dynamicAnchor) => _dynamicAnchors.TryGetValue(dynamicAnchor, out var resources) ? resources : [];

    private UriReference Absolute(string baseUri, UriReference reference)
    {
        _places.Spend(baseUri.Length + reference.Path.Length);
        return UriReference.Parse(baseUri).Resolve(reference);
    }

    /// <summary>Notes all names that any document has for another; for who uses a name of another document the first one counts.</summary>
    private void AddNames(IReadOnlyDictionary<string, GivenDocument> uses)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance) { uses };
        var open = new Queue<IReadOnlyDictionary<string, GivenDocument>>([uses]);
        while (open.TryDequeue(out var names))
        {
            foreach (var (name, document) in names)
            {
                _names.TryAdd(name, document);
                if (seen.Add(document.Uses)) open.Enqueue(document.Uses);
            }
        }
    }

    private string RootUri(JsonElement root, string uri)
    {
        if (root.ValueKind != JsonValueKind.Object) return uri;
        foreach (var keyword in new[] { "$id", "id" })
        {
            if (root.TryGetProperty(keyword, out var id) && id.ValueKind == JsonValueKind.String) return Absolute(uri, UriReference.Parse(id.GetString()!)).WithoutFragment;
        }

        return uri;
    }

    private JsonElement Parse(string text, string? place)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = _options.MaxSchemaDepth });
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new SchemaException($"It is no JSON text, or nested deeper than {_options.MaxSchemaDepth}: {e.Message}", place);
        }
    }

    /// <summary>The schema of a URI, its document read if it was not yet.</summary>
    /// <param name="from">The document that refers to it: what it holds and uses itself counts before what others do.</param>
    /// <param name="uri">Its URI.</param>
    /// <param name="reference">As the reference wrote it.</param>
    /// <returns>Null when none of that URI was given; nothing is fetched.</returns>
    private SchemaResource? Find(SchemaDocument from, string uri, string reference)
    {
        if (from.Resources.TryGetValue(uri, out var known)) return known;
        if (from.UsesByUri.TryGetValue(uri, out var document) || from.Uses.TryGetValue(reference, out document)) return Read(document, uri);
        if (_resources.TryGetValue(uri, out known)) return known;
        if (_main.UsesByUri.TryGetValue(uri, out document) || _names.TryGetValue(reference, out document)) return Read(document, uri);
        return MetaSchemas.Find(uri) is { } text ? Read(new GivenDocument(text, []), uri) : null;
    }

    private SchemaResource Read(GivenDocument given, string uri)
    {
        if (_read.TryGetValue((given, uri), out var known)) return known.Resource;
        var root = Parse(given.Text, uri);
        var added = Add(new SchemaDocument(root, RootUri(root, uri), given.Uses, isMain: false), uri);
        _read[(given, uri)] = added;
        return added.Resource;
    }

    private Subschema Add(SchemaDocument document, string uri)
    {
        Walk(document.Root, "", Open(uri, "", document, DialectOf(document.Root, _mainDialect, 0)), isRoot: true);
        return document.Subschemas[""];
    }

    private SchemaResource Open(string uri, string pointer, SchemaDocument document, Dialect dialect)
    {
        var resource = new SchemaResource(_resourceCount++, uri, pointer, document, dialect);
        document.Resources[uri] = resource;
        _resources.TryAdd(uri, resource);
        return resource;
    }

    /// <summary>The dialect that a resource's <c>$schema</c> names: a draft, or the draft and vocabularies of a meta-schema that was given.</summary>
    private Dialect DialectOf(JsonElement root, Dialect otherwise, int metaSchemas)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("$schema", out var schema)) return otherwise;
        if (schema.ValueKind != JsonValueKind.String) throw new SchemaException("$schema must be a string.", "/$schema");
        var uri = schema.GetString()!;
        if (Dialect.OfMetaSchema(uri) is { } known) return known;
        if (metaSchemas == MetaSchemasInARow || !TryFindMetaSchema(uri.TrimEnd('#'), out var text)) return otherwise;
        return _dialects.TryGetValue((uri, otherwise), out var dialect) ? dialect : _dialects[(uri, otherwise)] = DialectOf(text, uri, otherwise, metaSchemas);
    }

    private bool TryFindMetaSchema(string uri, out string text)
    {
        var isGiven = _main.UsesByUri.TryGetValue(uri, out var document) || _names.TryGetValue(uri, out document);
        text = document?.Text ?? "";
        return isGiven;
    }

    private Dialect DialectOf(string text, string uri, Dialect otherwise, int metaSchemas)
    {
        var metaSchema = Parse(text, uri);
        var dialect = DialectOf(metaSchema, otherwise, metaSchemas + 1);
        var hasVocabulary = metaSchema.ValueKind == JsonValueKind.Object && metaSchema.TryGetProperty("$vocabulary", out var vocabulary) && vocabulary.ValueKind == JsonValueKind.Object;
        return hasVocabulary ? dialect.With(metaSchema.GetProperty("$vocabulary")) : dialect;
    }
}
