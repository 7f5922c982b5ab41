using System.Text.Json;

namespace RestStream.Schemas.Json.Validation.Compilation;

/// <summary>The documents of one compilation: their resources by URI, and what references mean.</summary>
internal sealed partial class SchemaIndex
{
    private const string MainUri = "mem://input";
    private const int MetaSchemasInARow = 8;

    private readonly JsonSchemaOptions _options;
    private readonly IReadOnlyDictionary<string, string> _names;
    private readonly Dictionary<string, string> _texts = [];
    private readonly Dictionary<string, SchemaResource> _resources = [];
    private readonly Dialect _mainDialect;
    private int _subschemas;

    /// <summary>Indexes the main document.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="options">Bounds and the default dialect.</param>
    /// <param name="documentsByUri">The documents that it may refer to, by the names that it uses or by URI.</param>
    public SchemaIndex(string text, JsonSchemaOptions options, IReadOnlyDictionary<string, string>? documentsByUri)
    {
        _options = options;
        var root = Parse(text, null);
        var uri = RootUri(root);
        _names = documentsByUri ?? new Dictionary<string, string>();
        foreach (var (name, document) in _names) _texts[Absolute(uri, name).WithoutFragment] = document;
        _mainDialect = Dialect.Of(options.DefaultDialect);
        _mainDialect = DialectOf(root, _mainDialect, 0);
        Main = Add(new SchemaDocument(root, isMain: true), MainUri);
    }

    /// <summary>The schema that is compiled.</summary>
    public Subschema Main { get; }

    /// <summary>All resources that were met.</summary>
    public IEnumerable<SchemaResource> Resources => _resources.Values.Distinct();

    private static UriReference Absolute(string baseUri, string reference) => UriReference.Parse(baseUri).Resolve(UriReference.Parse(reference));

    private static string RootUri(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return MainUri;
        foreach (var keyword in new[] { "$id", "id" })
        {
            if (root.TryGetProperty(keyword, out var id) && id.ValueKind == JsonValueKind.String) return Absolute(MainUri, id.GetString()!).WithoutFragment;
        }

        return MainUri;
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

    /// <summary>The resource of a URI, its document read if it was not yet.</summary>
    /// <param name="uri">Its URI.</param>
    /// <param name="reference">As the reference wrote it: a document that is itself referred to may call others by their names.</param>
    /// <returns>Null when none of that URI was given; nothing is fetched.</returns>
    private SchemaResource? Find(string uri, string reference)
    {
        if (_resources.TryGetValue(uri, out var known)) return known;
        if (!_texts.TryGetValue(uri, out var text) && !_names.TryGetValue(reference, out text)) text = MetaSchemas.Find(uri);
        if (text is null) return null;
        return Add(new SchemaDocument(Parse(text, uri), isMain: false), uri).Resource;
    }

    private Subschema Add(SchemaDocument document, string uri)
    {
        var resource = new SchemaResource(uri, "", document, DialectOf(document.Root, _mainDialect, 0));
        _resources[uri] = resource;
        Walk(document.Root, "", resource, isRoot: true);
        return document.Subschemas[""];
    }

    /// <summary>The dialect that a resource's <c>$schema</c> names: a draft, or the draft and vocabularies of a meta-schema that was given.</summary>
    private Dialect DialectOf(JsonElement root, Dialect otherwise, int metaSchemas)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("$schema", out var schema)) return otherwise;
        if (schema.ValueKind != JsonValueKind.String) throw new SchemaException("$schema must be a string.", "/$schema");
        var uri = schema.GetString()!;
        if (Dialect.OfMetaSchema(uri) is { } known) return known;
        if (metaSchemas == MetaSchemasInARow || !_texts.TryGetValue(uri.TrimEnd('#'), out var text)) return otherwise;
        var metaSchema = Parse(text, uri);
        var dialect = DialectOf(metaSchema, otherwise, metaSchemas + 1);
        var hasVocabulary = metaSchema.ValueKind == JsonValueKind.Object && metaSchema.TryGetProperty("$vocabulary", out var vocabulary) && vocabulary.ValueKind == JsonValueKind.Object;
        return hasVocabulary ? dialect.With(metaSchema.GetProperty("$vocabulary")) : dialect;
    }
}
