using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json.Compatibility.Model;

internal sealed class ArrayNode(JsonTree source) : SchemaNode(source)
{
    public override string Kind => "array";

    /// <summary>The schema of every item; null where there is none or a tuple.</summary>
    public SchemaNode? AllItems { get; init; }

    /// <summary>The schemas of the first items.</summary>
    public required IReadOnlyList<SchemaNode> Tuple { get; init; }

    /// <summary>What <c>additionalItems</c> (<c>items</c> after <c>prefixItems</c>) and <c>unevaluatedItems</c> say.</summary>
    public required RestModel Rest { get; init; }

    public ExactDecimal? MaxItems { get; init; }

    public ExactDecimal? MinItems { get; init; }

    public ExactDecimal? MaxContains { get; init; }

    public ExactDecimal? MinContains { get; init; }

    public bool UniqueItems { get; init; }
}
