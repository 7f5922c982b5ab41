using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json.Compatibility.Model;

internal sealed class ObjectNode(JsonTree source) : SchemaNode(source)
{
    public override string Kind => "object";

    public required OrderedDictionary<string, SchemaNode> Properties { get; init; }

    public required IReadOnlySet<string> Required { get; init; }

    public required IReadOnlyList<PatternProperty> PatternProperties { get; init; }

    /// <summary>What <c>additionalProperties</c> and <c>unevaluatedProperties</c> say.</summary>
    public required RestModel Rest { get; init; }

    public ExactDecimal? MaxProperties { get; init; }

    public ExactDecimal? MinProperties { get; init; }

    public required OrderedDictionary<string, IReadOnlySet<string>> PropertyDependencies { get; init; }

    public required OrderedDictionary<string, SchemaNode> SchemaDependencies { get; init; }

    /// <summary>Whether a record may hold any property that is not named.</summary>
    public bool IsOpen => PatternProperties.Count == 0 && Rest.IsOpen;

    /// <summary>The schema that a property has which is not named; null when the model is closed to it, or wholly open.</summary>
    public SchemaNode? SchemaOfRest(string property) =>
        PatternProperties.FirstOrDefault(pattern => pattern.Matches(property))?.Schema ?? Rest.Schema;
}
