using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>Subschemas under <c>allOf</c>, <c>anyOf</c> or <c>oneOf</c>, written so or made from adjacent keywords.</summary>
internal sealed class CombinedNode(JsonTree source, string criterion, IReadOnlyList<SchemaNode> subschemas) : SchemaNode(source)
{
    public const string AllOf = "allOf";
    public const string AnyOf = "anyOf";
    public const string OneOf = "oneOf";

    public override string Kind => "combined";

    /// <summary><see cref="AllOf"/>, <see cref="AnyOf"/> or <see cref="OneOf"/>.</summary>
    public string Criterion { get; } = criterion;

    public IReadOnlyList<SchemaNode> Subschemas { get; } = subschemas;

    public bool IsSingle => Subschemas.Count == 1;
}
