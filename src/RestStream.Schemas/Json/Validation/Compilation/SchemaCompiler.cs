using System.Text.Json;
using RestStream.Schemas.Json.Validation.Keywords;

namespace RestStream.Schemas.Json.Validation.Compilation;

/// <summary>Makes the graph of nodes of a schema and all that it refers to. Without recursion: nodes wait in line to get their keywords.</summary>
internal sealed class SchemaCompiler
{
    private readonly Dictionary<(SchemaDocument, string), SchemaNode> _nodes = [];
    private readonly Queue<(SchemaNode Node, Subschema Subschema)> _waiting = [];
    private readonly List<DynamicReference> _dynamic = [];

    private SchemaCompiler(SchemaIndex index, JsonSchemaOptions options)
    {
        Index = index;
        Options = options;
    }

    public SchemaIndex Index { get; }

    public JsonSchemaOptions Options { get; }

    /// <summary>Compiles a schema.</summary>
    /// <returns>Its root, and whether resources that are entered must be remembered.</returns>
    /// <exception cref="SchemaException">It is no schema, refers to what is not given, or goes beyond a bound.</exception>
    public static (SchemaNode Root, bool TracksScope) Compile(string text, JsonSchemaOptions options, IReadOnlyDictionary<string, string>? documentsByUri)
    {
        try
        {
            var index = new SchemaIndex(text, options, documentsByUri);
            var compiler = new SchemaCompiler(index, options);
            var root = compiler.NodeOf(index.Main);
            compiler.CompleteAll();
            InPlaceChains.Check(compiler._nodes.Values, options.MaxSchemaDepth);
            var tracksScope = compiler._dynamic.Count > 0;
            if (!tracksScope) compiler.PassOverReferences();
            return (root, tracksScope);
        }
        catch (InvalidOperationException e)
        {
            // The reader of JSON does not give out names and strings with lone surrogates.
            throw new SchemaException($"A name or keyword is not Unicode text: {e.Message}");
        }
    }

    /// <summary>The node of a schema; the same for the same place.</summary>
    public SchemaNode NodeOf(Subschema subschema)
    {
        var key = (subschema.Resource.Document, subschema.Pointer);
        if (_nodes.TryGetValue(key, out var known)) return known;
        if (_nodes.Count >= Options.MaxNodes) throw new SchemaException($"The schema has more than {Options.MaxNodes} subschemas.", subschema.PlaceOf(null));
        var node = new SchemaNode(subschema.Resource, subschema.Pointer);
        _nodes[key] = node;
        _waiting.Enqueue((node, subschema));
        return node;
    }

    /// <summary>A dynamic reference; what it may mean is known when all resources are.</summary>
    public DynamicReference AddDynamic(string keyword, Subschema target, string anchor)
    {
        var reference = new DynamicReference(keyword, anchor, NodeOf(target));
        _dynamic.Add(reference);
        return reference;
    }

    private void PassOverReferences()
    {
        foreach (var node in _nodes.Values) node.PassOverReferences();
    }

    private void CompleteAll()
    {
        do
        {
            while (_waiting.TryDequeue(out var next)) Complete(next.Node, next.Subschema);
            foreach (var reference in _dynamic) AddTargets(reference);
        }
        while (_waiting.Count > 0);
    }

    private void AddTargets(DynamicReference reference)
    {
        foreach (var resource in Index.Resources)
        {
            if (!resource.DynamicAnchors.Contains(reference.Anchor) || reference.Targets.ContainsKey(resource)) continue;
            reference.Targets[resource] = NodeOf(resource.DynamicTarget(reference.Anchor));
        }
    }

    private void Complete(SchemaNode node, Subschema subschema)
    {
        switch (subschema.Element.ValueKind)
        {
            case JsonValueKind.Object:
                new KeywordReader(this, node, subschema).Read();
                break;
            case JsonValueKind.True:
                node.Complete([]);
                break;
            case JsonValueKind.False:
                node.Admit(0, integers: false, integersMayHavePoints: false, null);
                node.Complete([]);
                break;
            default:
                throw new SchemaException("A schema must be an object or a boolean.", subschema.PlaceOf(null));
        }
    }
}
