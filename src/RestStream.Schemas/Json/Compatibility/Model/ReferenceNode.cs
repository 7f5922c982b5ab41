using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>A <c>$ref</c>, <c>$dynamicRef</c> or <c>$recursiveRef</c>. What it stands for is set once all schemas are read.</summary>
internal sealed class ReferenceNode(JsonTree source, string keyword) : SchemaNode(source)
{
    private SchemaNode? _target;

    public override string Kind => Target.Kind;

    public override SchemaNode Target => _target ?? throw new InvalidOperationException("The reference is not resolved yet.");

    public string Keyword { get; } = keyword;

    /// <summary>What was written, a URI reference.</summary>
    public string Reference { get; } = source.Members[keyword].Text;

    /// <summary>The next node, which may be a reference again.</summary>
    public SchemaNode? Next { get; set; }

    /// <summary>Finds the schema at the end of this reference and all that it leads through.</summary>
    /// <exception cref="SchemaException">References lead back to where they came from, with no schema between.</exception>
    public void Resolve(string place)
    {
        var passed = new HashSet<ReferenceNode>();
        SchemaNode node = this;
        while (node is ReferenceNode reference)
        {
            if (!passed.Add(reference)) throw new SchemaException($"'{Reference}' refers to itself and says nothing else.", place);
            node = reference._target ?? reference.Next!;
        }

        node.IsShared = true;
        foreach (var reference in passed) reference._target = node;
    }
}
