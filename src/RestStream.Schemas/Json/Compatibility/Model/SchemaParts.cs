using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>
/// Takes one schema object apart into the nodes that must all hold. A keyword goes to the node of the type that is named; keywords of
/// types that are not named make nodes of their own.
/// </summary>
internal sealed partial class SchemaParts(SchemaModel model, SchemaReader schema, JsonSchemaDialect dialect)
{
    private readonly KeywordGroups _groups = SchemaKeywords.Groups(dialect);
    private readonly HashSet<string> _namedTypes = new(StringComparer.Ordinal);
    private readonly List<SchemaNode> _parts = [];

    public List<SchemaNode> Read()
    {
        if (dialect.IsModern()) AddReferences();
        if (schema.Has("enum")) _parts.Add(new ValuesNode(schema.Schema, "enum", schema.Array("enum")));
        foreach (var criterion in SchemaKeywords.Combining) AddCombined(criterion);
        if (model.NodeOf(schema, "not") is { } forbidden) _parts.Add(new NotNode(schema.Schema, forbidden));
        if (dialect >= JsonSchemaDialect.Draft6 && schema.Value("const") is { } value) _parts.Add(new ValuesNode(schema.Schema, "const", [value]));
        AddTyped();
        AddUntyped();
        return _parts;
    }

    private void AddReferences()
    {
        if (schema.Has("$ref")) _parts.Add(model.Reference(schema, "$ref"));
        if (dialect == JsonSchemaDialect.Draft201909 && schema.Has("$recursiveRef")) _parts.Add(model.Reference(schema, "$recursiveRef"));
        if (dialect == JsonSchemaDialect.Draft202012 && schema.Has("$dynamicRef")) _parts.Add(model.Reference(schema, "$dynamicRef"));
    }

    private void AddCombined(string criterion)
    {
        if (!schema.Has(criterion)) return;
        var nodes = model.NodesOf(schema, criterion);
        if (nodes.Count == 0) throw schema.Fault(criterion, "an array of at least one schema", schema.Value(criterion)!);
        _parts.Add(new CombinedNode(schema.Schema, criterion, Distinct(nodes)));
    }

    // Subschemas written twice count once.
    private static List<SchemaNode> Distinct(List<SchemaNode> nodes) =>
        nodes.Count == 1 ? nodes : [.. nodes.DistinctBy(node => JsonTreeWriter.WriteUnique(node.Source), StringComparer.Ordinal)];

    private void AddTyped()
    {
        if (schema.Value("type") is not { } type) return;
        if (type.Kind == JsonTreeKind.String)
        {
            _parts.Add(Typed(type));
            return;
        }

        if (type.Kind != JsonTreeKind.Array) throw schema.Fault("type", "the name of a type or an array of such", type);
        _parts.Add(new CombinedNode(schema.Schema, CombinedNode.AnyOf, [.. type.Items.DistinctBy(item => item.Text).Select(Typed)]));
    }

    private SchemaNode Typed(JsonTree type)
    {
        _namedTypes.Add(type.Text);
        return type.Text switch
        {
            "string" => StringPart(),
            "number" => NumberPart(isInteger: false),
            "integer" => NumberPart(isInteger: true),
            "boolean" => new PlainNode(schema.Schema, PlainNode.Boolean),
            "null" => new PlainNode(schema.Schema, PlainNode.Null),
            "array" => ArrayPart(),
            "object" => ObjectPart(),
            _ => throw schema.Fault("type", "string, number, integer, boolean, null, array or object", type),
        };
    }

    private void AddUntyped()
    {
        if (!_namedTypes.Contains("array") && schema.HasAny(_groups.Array)) _parts.Add(ArrayPart());
        if (!_namedTypes.Contains("object") && schema.HasAny(_groups.Object)) _parts.Add(ObjectPart());
        if (!_namedTypes.Overlaps(["number", "integer"]) && schema.HasAny(_groups.Number)) _parts.Add(NumberPart(isInteger: false));
        if (!_namedTypes.Contains("string") && schema.HasAny(_groups.String)) _parts.Add(StringPart());
        if (dialect >= JsonSchemaDialect.Draft7 && schema.HasAny(SchemaKeywords.Conditional)) _parts.Add(ConditionalPart());
    }

    private PlainNode ConditionalPart()
    {
        foreach (var keyword in SchemaKeywords.Conditional) model.NodeOf(schema, keyword);
        return new PlainNode(schema.Schema, PlainNode.Conditional);
    }

    private StringNode StringPart()
    {
        _ = schema.Text("format");
        var pattern = schema.Text("pattern");
        if (pattern is not null) SchemaPattern.Parse(pattern, schema.PlaceOf("pattern"), model.Patterns);
        return new StringNode(schema.Schema)
        {
            MaxLength = schema.Count("maxLength"),
            MinLength = schema.Count("minLength"),
            Pattern = pattern,
        };
    }

    private NumberNode NumberPart(bool isInteger) => new(schema.Schema)
    {
        IsInteger = isInteger,
        Maximum = schema.Number("maximum"),
        Minimum = schema.Number("minimum"),
        ExclusiveMaximum = ExclusiveLimit("exclusiveMaximum"),
        ExclusiveMinimum = ExclusiveLimit("exclusiveMinimum"),
        MultipleOf = MultipleOf(),
    };

    private ExactDecimal? ExclusiveLimit(string keyword)
    {
        if (dialect != JsonSchemaDialect.Draft4) return schema.Number(keyword);
        _ = schema.Flag(keyword);
        return null;
    }

    private ExactDecimal? MultipleOf()
    {
        var number = schema.Number("multipleOf");
        return number is { IsZero: true } or { IsNegative: true }
            ? throw schema.Fault("multipleOf", "a number above 0", schema.Value("multipleOf")!)
            : number;
    }
}
