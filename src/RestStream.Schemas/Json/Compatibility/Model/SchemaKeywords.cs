namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>Which keywords hold schemas, and which of them each kind of node is made from.</summary>
internal static class SchemaKeywords
{
    /// <summary>Keywords whose value is a schema.</summary>
    public static readonly string[] OfSchema =
    [
        "additionalItems", "additionalProperties", "unevaluatedItems", "unevaluatedProperties", "contains", "contentSchema",
        "else", "if", "items", "not", "propertyNames", "then",
    ];

    /// <summary>Keywords whose value is an array of schemas.</summary>
    public static readonly string[] OfSchemas = ["allOf", "anyOf", "oneOf", "prefixItems", "items"];

    /// <summary>Keywords whose value is an object of schemas.</summary>
    public static readonly string[] OfNamedSchemas =
        ["$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties"];

    public static readonly string[] Combining = ["allOf", "anyOf", "oneOf"];

    public static readonly string[] Conditional = ["if", "then", "else"];

    public static readonly string[] Definitions = ["definitions", "$defs"];

    private static readonly string[] Number = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
    private static readonly string[] String = ["minLength", "maxLength", "pattern"];
    private static readonly string[] Object =
        ["properties", "required", "minProperties", "maxProperties", "patternProperties", "additionalProperties"];
    private static readonly string[] Array = ["items", "minItems", "maxItems", "uniqueItems"];

    private static readonly KeywordGroups[] ByDialect = [.. Enum.GetValues<JsonSchemaDialect>().Select(GroupsFor)];

    /// <summary>The keywords that make a node of each kind in a draft.</summary>
    public static KeywordGroups Groups(JsonSchemaDialect dialect) => ByDialect[(int)dialect];

    private static KeywordGroups GroupsFor(JsonSchemaDialect dialect)
    {
        string[] objects = [.. Object], arrays = [.. Array];
        if (dialect >= JsonSchemaDialect.Draft6) (objects, arrays) = ([.. objects, "propertyNames"], [.. arrays, "contains"]);
        if (dialect <= JsonSchemaDialect.Draft7) objects = [.. objects, "dependencies"];
        if (dialect <= JsonSchemaDialect.Draft201909) arrays = [.. arrays, "additionalItems"];
        if (dialect >= JsonSchemaDialect.Draft201909)
        {
            objects = [.. objects, "dependentRequired", "dependentSchemas", "unevaluatedProperties"];
            arrays = [.. arrays, "unevaluatedItems"];
        }

        if (dialect == JsonSchemaDialect.Draft202012) arrays = [.. arrays, "prefixItems"];
        // Where a format is nothing but an annotation it makes no node.
        return new KeywordGroups(objects, arrays, Number, dialect.IsModern() ? String : [.. String, "format"]);
    }
}
