namespace RestStream.Schemas.Json.Validation.Compilation;

/// <summary>
/// References and combinators apply schemas to the same value. A ring of them would never end, and a long chain would go too deep.
/// Rings through a dynamic reference are not seen here: the bound of an evaluation's depth ends them.
/// </summary>
internal static class InPlaceChains
{
    /// <summary>Refuses rings, and chains longer than a bound.</summary>
    public static void Check(IEnumerable<SchemaNode> nodes, int lengthMax)
    {
        var lengths = new Dictionary<SchemaNode, int>();
        foreach (var node in nodes) Length(node, lengths, lengthMax, 1);
    }

    /// <summary>The longest chain that begins at a node; 0 while that is being found out.</summary>
    private static int Length(SchemaNode node, Dictionary<SchemaNode, int> lengths, int lengthMax, int depth)
    {
        if (lengths.TryGetValue(node, out var known) && known > 0) return known;
        if (known == 0 && !lengths.TryAdd(node, 0)) throw new SchemaException("The schema refers to itself without going into the value: checking it would never end.", node.Pointer);
        if (depth > lengthMax) throw TooLong(node, lengthMax);
        var longest = 0;
        foreach (var next in node.InPlace) longest = Math.Max(longest, Length(next, lengths, lengthMax, depth + 1));
        if (longest >= lengthMax) throw TooLong(node, lengthMax);
        return lengths[node] = longest + 1;
    }

    private static SchemaException TooLong(SchemaNode node, int lengthMax) =>
        new($"More than {lengthMax} references and combinators follow one another at the same value.", node.Pointer);
}
