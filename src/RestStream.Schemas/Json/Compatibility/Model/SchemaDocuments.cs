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

    /// <exception cref="SchemaException">A document it uses is not JSON.</exception>
    public SchemaDocuments(JsonTree root, IReadOnlyList<ResolvedReference> references)
    {
        _dialect = SchemaDrafts.Of(root, JsonSchemaDialect.Draft7);
        Index(root, new SchemaScope(DefaultBase, root, "", _dialect));
        _resources.TryAdd(DefaultBase, root);
        AddUsed(references, ScopeOf(root).BaseUri);
    }

    public SchemaScope ScopeOf(JsonTree schema) => _scopes[schema];

    /// <summary>Gives a schema that is made up from others a scope.</summary>
    public void Place(JsonTree schema, SchemaScope scope) => _scopes[schema] = scope;

    private void AddUsed(IReadOnlyList<ResolvedReference> references, string rootBase)
    {
        foreach (var used in references)
        {
            var name = used.Reference.Name;
            var key = (used.Reference.Subject, used.Reference.Version);
            var isNew = !_used.TryGetValue(key, out var document);
            if (isNew) _used[key] = document = Read(used, rootBase);
            _resources.TryAdd(name, document!);
            _resources.TryAdd(SchemaUris.Resolve(rootBase, name), document!);
            if (isNew) AddUsed(used.References, rootBase);
        }
    }

    private JsonTree Read(ResolvedReference used, string rootBase)
    {
        var name = used.Reference.Name;
        try
        {
            var document = JsonTreeReader.Read(used.Text);
            Index(document, new SchemaScope(SchemaUris.Resolve(rootBase, name), document, name + "#", _dialect));
            return document;
        }
        catch (SchemaException e)
        {
            throw new SchemaException($"The reference '{name}' cannot be used: {e.Message}", $"{name} {e.Place}");
        }
    }
}
