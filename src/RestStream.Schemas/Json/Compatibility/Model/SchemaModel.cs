using RestStream.Schemas.Json.Patterns;
using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>Turns a schema and what it uses into nodes; checks on the way that keywords have their types and references a target.</summary>
internal sealed partial class SchemaModel
{
    /// <summary>Schemas of one schema and all that it refers to.</summary>
    public const int MaxNodes = 50_000;

    private const int MaxOverlays = 64;

    private readonly SchemaDocuments _documents;
    private readonly Dictionary<JsonTree, SchemaNode> _nodes = [];
    private readonly List<ReferenceNode> _references = [];

    /// <summary>The patterns of the whole.</summary>
    public PatternLibrary Patterns { get; } = new();

    private SchemaModel(SchemaDocuments documents) => _documents = documents;

    /// <exception cref="SchemaException">It is not a schema, or refers to what is not here, or is too large.</exception>
    public static SchemaNode Build(JsonTree root, IReadOnlyList<ResolvedReference> references)
    {
        var model = new SchemaModel(new SchemaDocuments(root, references));
        var node = model.Node(root);
        model.ResolveReferences();
        return node;
    }

    private SchemaNode Node(JsonTree schema)
    {
        if (_nodes.TryGetValue(schema, out var known)) return known;
        if (_nodes.Count >= MaxNodes) throw new SchemaException($"The schema, with all that it refers to, has more than {MaxNodes} subschemas.");

        var scope = _documents.ScopeOf(schema);
        var node = schema.Kind switch
        {
            JsonTreeKind.True => new PlainNode(schema, PlainNode.Any),
            JsonTreeKind.False => new PlainNode(schema, PlainNode.Never),
            JsonTreeKind.Object => FromObject(new SchemaReader(schema, scope.Place), scope.Dialect),
            _ => throw new SchemaException($"A schema is an object, true or false, and this is {schema}.", scope.Place),
        };
        _nodes[schema] = node;
        return node;
    }

    private SchemaNode FromObject(SchemaReader schema, JsonSchemaDialect dialect)
    {
        foreach (var keyword in SchemaKeywords.Definitions) NamedNodes(schema, keyword);

        var node = !dialect.IsModern() && schema.Has("$ref") ? Reference(schema, "$ref") : Checks(schema, dialect);
        node.Annotations = SchemaAnnotations.Of(schema.Schema, dialect);
        return node;
    }

    private SchemaNode Checks(SchemaReader schema, JsonSchemaDialect dialect)
    {
        var parts = new SchemaParts(this, schema, dialect).Read();
        return parts.Count switch
        {
            0 => new PlainNode(schema.Schema, PlainNode.Any),
            1 => parts[0],
            _ => new CombinedNode(schema.Schema, CombinedNode.AllOf, parts),
        };
    }

    /// <summary>The node of a keyword that holds a schema; null without it.</summary>
    internal SchemaNode? NodeOf(SchemaReader schema, string keyword)
    {
        if (schema.Value(keyword) is not { } value) return null;
        return value.Kind is JsonTreeKind.Object or JsonTreeKind.True or JsonTreeKind.False
            ? Node(value)
            : throw schema.Fault(keyword, "a schema: an object, true or false", value);
    }

    internal List<SchemaNode> NodesOf(SchemaReader schema, string keyword) => [.. schema.Array(keyword).Select(Node)];

    internal OrderedDictionary<string, SchemaNode> NamedNodes(SchemaReader schema, string keyword)
    {
        var nodes = new OrderedDictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var (name, value) in schema.Members(keyword)) nodes[name] = Node(value);
        return nodes;
    }

    /// <summary>A reference, whose target is found when all schemas are read.</summary>
    internal ReferenceNode Reference(SchemaReader schema, string keyword)
    {
        _ = schema.Text(keyword);
        var node = new ReferenceNode(schema.Schema, keyword);
        _references.Add(node);
        return node;
    }
}
