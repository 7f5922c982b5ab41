namespace RestStream.Schemas.Json.Validation.Compilation;

/// <summary>
/// References and combinators apply schemas to the same value. A ring of them would never end, and a long chain would go too deep.
/// Rings through a dynamic reference are not seen here: the bound of an evaluation's depth ends them.
/// </summary>
internal sealed class InPlaceChains(IReadOnlyDictionary<Subschema, SchemaNode> nodes, int lengthMax)
{
    private readonly Dictionary<SchemaNode, int> _lengths = [];

    /// <summary>Refuses rings, and chains longer than a bound.</summary>
    public void Check()
    {
        foreach (var node in nodes.Values) Length(node, 1);
    }

    /// <summary>The longest chain that begins at a node; 0 while that is being found out.</summary>
    private int Length(SchemaNode node, int depth)
    {
        if (_lengths.TryGetValue(node, out var known) && known > 0) return known;
        if (known == 0 && !_lengths.TryAdd(node, 0)) throw Refuse(node, "The schema refers to itself without going into the value: checking it would never end.");
        if (depth > lengthMax) throw TooLong(node);
        var longest = 0;
        foreach (var next in node.InPlace) longest = Math.Max(longest, Length(next, depth + 1));
        if (longest >= lengthMax) throw TooLong(node);
        return _lengths[node] = longest + 1;
    }

    private SchemaException TooLong(SchemaNode node) => Refuse(node, $"More than {lengthMax} references and combinators follow one another at the same value.");

    private SchemaException Refuse(SchemaNode node, string reason) => new(reason, nodes.First(pair => pair.Value == node).Key.Pointer);
}
