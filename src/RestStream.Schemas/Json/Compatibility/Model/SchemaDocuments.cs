using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>The documents that a schema consists of: its own and those it uses. Finds what a reference means; never looks anywhere else.</summary>
internal sealed partial class SchemaDocuments
{
    // What documents without an identifier are resolved against; never fetched.
    private const string DefaultBase = "mem://input";

    // What a used document is written in that does not say: what the schema that uses it is written in.
    private readonly JsonSchemaDialect _dialect;
    private readonly Dictionary<JsonTree, SchemaScope> _scopes = [];
    private readonly Dictionary<string, JsonTree> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<(JsonTree Resource, string Anchor), JsonTree> _anchors = [];
    private readonly Dictionary<(string Subject, int Version), JsonTree> _used = [];
    private readonly PlaceBudget _places = new();

    /// <exception cref="SchemaException">A document it uses is not JSON.</exception>
    public SchemaDocuments(JsonTree root, IReadOnlyList<ResolvedReference> references)
    {
        _dialect = SchemaDrafts.Of(root, JsonSchemaDialect.Draft7);
        Index(root, new SchemaScope(DefaultBase, root, "", _dialect, new(StringComparer.Ordinal)));
        _resources.TryAdd(DefaultBase, root);
        AddUsed(references, ScopeOf(root));
    }

    public SchemaScope ScopeOf(JsonTree schema) => _scopes[schema];

    /// <summary>Gives a schema that is made up from others a scope.</summary>
    public void Place(JsonTree schema, SchemaScope scope) => _scopes[schema] = scope;

    private void AddUsed(IReadOnlyList<ResolvedReference> references, SchemaScope user)
    {
        foreach (var used in references)
        {
            var name = used.Reference.Name;
            var uri = Resolve(user.BaseUri, name);
            var key = (used.Reference.Subject, used.Reference.Version);
            var isNew = !_used.TryGetValue(key, out var document);
            if (isNew) _used[key] = document = Read(used, uri);
            user.Uses.TryAdd(name, document!);
            user.Uses.TryAdd(uri, document!);
            _resources.TryAdd(name, document!);
            _resources.TryAdd(uri, document!);
            if (isNew) AddUsed(used.References, ScopeOf(document!));
        }
    }

    private JsonTree Read(ResolvedReference used, string uri)
    {
        var name = used.Reference.Name;
        try
        {
            var document = JsonTreeReader.Read(used.Text);
            Index(document, new SchemaScope(uri, document, name + "#", _dialect, new(StringComparer.Ordinal)));
            return document;
        }
        catch (SchemaException e)
        {
            throw new SchemaException($"The reference '{name}' cannot be used: {e.Message}", $"{name} {e.Place}");
        }
    }

    private string Resolve(string baseUri, string reference)
    {
        _places.Spend(baseUri.Length + reference.Length);
        return SchemaUris.Resolve(baseUri, reference);
    }
}
