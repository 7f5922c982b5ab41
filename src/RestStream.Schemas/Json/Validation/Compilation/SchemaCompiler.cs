using System.Text.Json;
using RestStream.Schemas.Json.Patterns;
using RestStream.Schemas.Json.Validation.Keywords;

namespace RestStream.Schemas.Json.Validation.Compilation;

/// <summary>Makes the graph of nodes of a schema and all that it refers to. Without recursion: nodes wait in line to get their keywords.</summary>
internal sealed class SchemaCompiler
{
    // By identity: pointers may be long.
    private readonly Dictionary<Subschema, SchemaNode> _nodes = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<(SchemaNode Node, Subschema Subschema)> _waiting = [];
    private readonly Dictionary<string, DynamicTargets> _dynamic = new(StringComparer.Ordinal);

    private SchemaCompiler(SchemaIndex index, JsonSchemaOptions options)
    {
        Index = index;
        Options = options;
    }

    public SchemaIndex Index { get; }

    public JsonSchemaOptions Options { get; }

    /// <summary>The values of enum and const so far.</summary>
    public int ValueCount { get; set; }

    public PatternLibrary Patterns { get; } = new();

    /// <summary>Compiles a schema.</summary>
    /// <returns>Its root, and whether resources that are entered must be remembered.</returns>
    /// <exception cref="SchemaException">It is no schema, refers to what is not given, or goes beyond a bound.</exception>
    public static (SchemaNode Root, bool TracksScope) Compile(string text, JsonSchemaOptions options, IReadOnlyDictionary<string, GivenDocument> uses)
    {
        try
        {
            var index = new SchemaIndex(text, options, uses);
            var compiler = new SchemaCompiler(index, options);
            var root = compiler.NodeOf(index.Main);
            compiler.CompleteAll();
            new InPlaceChains(compiler._nodes, options.MaxSchemaDepth).Check();
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
        if (_nodes.TryGetValue(subschema, out var known)) return known;
        if (_nodes.Count >= Options.MaxNodes) throw new SchemaException($"The schema has more than {Options.MaxNodes} subschemas.", subschema.PlaceOf(null));
        var node = new SchemaNode(subschema.Resource.Number);
        _nodes[subschema] = node;
        _waiting.Enqueue((node, subschema));
        return node;
    }

    /// <summary>A dynamic reference; what it may mean is known when all resources are.</summary>
    public DynamicReference AddDynamic(string keyword, Subschema target, string anchor)
    {
        if (!_dynamic.TryGetValue(anchor, out var targets)) _dynamic[anchor] = targets = new DynamicTargets(anchor);
        return new DynamicReference(keyword, targets, NodeOf(target));
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
            foreach (var targets in _dynamic.Values) AddTargets(targets);
        }
        while (_waiting.Count > 0);
    }

    private void AddTargets(DynamicTargets targets)
    {
        var resources = Index.ResourcesWith(targets.Anchor);
        while (targets.Count < resources.Count)
        {
            var resource = resources[targets.Count];
            targets.Add(resource.Number, NodeOf(resource.DynamicTarget(targets.Anchor)));
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
