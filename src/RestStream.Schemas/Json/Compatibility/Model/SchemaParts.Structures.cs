using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>Reads what a schema says about objects and arrays.</summary>
internal sealed partial class SchemaParts
{
    private bool HasDependencies => dialect <= JsonSchemaDialect.Draft7;

    private ObjectNode ObjectPart()
    {
        if (dialect >= JsonSchemaDialect.Draft6) model.NodeOf(schema, "propertyNames");
        return new ObjectNode(schema.Schema)
        {
            Properties = model.NamedNodes(schema, "properties"),
            Required = schema.Names("required"),
            PatternProperties = PatternProperties(),
            Rest = Rest("additionalProperties", "unevaluatedProperties"),
            MaxProperties = schema.Count("maxProperties"),
            MinProperties = schema.Count("minProperties"),
            PropertyDependencies = PropertyDependencies(),
            SchemaDependencies = SchemaDependencies(),
        };
    }

    private List<PatternProperty> PatternProperties()
    {
        var place = schema.PlaceOf("patternProperties");
        return
        [
            .. model.NamedNodes(schema, "patternProperties").Select(member =>
                new PatternProperty(SchemaPattern.Parse(member.Key, $"{place}/{SchemaReader.Escaped(member.Key)}", model.Patterns), member.Value)),
        ];
    }

    private RestModel Rest(string additional, string unevaluated)
    {
        var below = dialect.IsModern() ? model.NodeOf(schema, unevaluated) : null;
        return model.NodeOf(schema, additional) switch
        {
            { Source.Kind: JsonTreeKind.False } => new RestModel(false, null, below),
            { Source.Kind: JsonTreeKind.True } or null => new RestModel(true, null, below),
            var rest => new RestModel(true, rest, below),
        };
    }

    private OrderedDictionary<string, IReadOnlySet<string>> PropertyDependencies()
    {
        var keyword = HasDependencies ? "dependencies" : "dependentRequired";
        var members = schema.Members(keyword);
        var reader = new SchemaReader(JsonTree.Object(members), schema.PlaceOf(keyword));
        var dependencies = new OrderedDictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        foreach (var (name, value) in members)
        {
            if (!HasDependencies || value.Kind == JsonTreeKind.Array) dependencies[name] = reader.Names(name);
        }

        return dependencies;
    }

    private OrderedDictionary<string, SchemaNode> SchemaDependencies()
    {
        if (!HasDependencies) return model.NamedNodes(schema, "dependentSchemas");
        var members = schema.Members("dependencies").Where(member => member.Value.Kind != JsonTreeKind.Array);
        var reader = new SchemaReader(
            JsonTree.Object(new OrderedDictionary<string, JsonTree>(members, StringComparer.Ordinal)), schema.PlaceOf("dependencies"));
        var dependencies = new OrderedDictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var name in reader.Schema.Members.Keys) dependencies[name] = model.NodeOf(reader, name)!;
        return dependencies;
    }

    private ArrayNode ArrayPart()
    {
        var contains = dialect >= JsonSchemaDialect.Draft6 ? model.NodeOf(schema, "contains") : null;
        var counts = dialect.IsModern() && contains is not null;
        var (all, tuple, rest) = Items();
        return new ArrayNode(schema.Schema)
        {
            AllItems = all,
            Tuple = tuple,
            Rest = rest,
            MaxItems = schema.Count("maxItems"),
            MinItems = schema.Count("minItems"),
            MaxContains = counts ? schema.Count("maxContains") : null,
            MinContains = counts ? schema.Count("minContains") ?? ExactDecimal.Of("1") : null,
            UniqueItems = schema.Flag("uniqueItems") ?? false,
        };
    }

    private (SchemaNode? All, IReadOnlyList<SchemaNode> Tuple, RestModel Further) Items()
    {
        if (dialect == JsonSchemaDialect.Draft202012) return ItemsAfterPrefix();
        var rest = Rest("additionalItems", "unevaluatedItems");
        if (schema.Value("items") is { Kind: JsonTreeKind.Array }) return (null, model.NodesOf(schema, "items"), rest);

        var all = model.NodeOf(schema, "items");
        return dialect.IsModern() ? SingleItems(all, rest) : (all, [], rest);
    }

    private (SchemaNode? All, IReadOnlyList<SchemaNode> Tuple, RestModel Further) ItemsAfterPrefix()
    {
        var prefix = model.NodesOf(schema, "prefixItems");
        var rest = Rest("items", "unevaluatedItems");
        return prefix.Count > 0 ? (null, prefix, rest) : SingleItems(model.NodeOf(schema, "items"), rest with { Additional = null });
    }

    // In modern drafts booleans for all items open or close the array instead of being a schema of the items.
    private static (SchemaNode? All, IReadOnlyList<SchemaNode> Tuple, RestModel Further) SingleItems(SchemaNode? all, RestModel rest) =>
        all?.Source.Kind switch
        {
            JsonTreeKind.False => (null, [], rest with { AllowsAdditional = false }),
            JsonTreeKind.True or null => (null, [], rest),
            _ => (all, [], rest),
        };
}
