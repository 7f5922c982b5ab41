namespace RestStream.Schemas.Json.Validation.Compilation;

/// <summary>Where schemas stand in schemas, by draft.</summary>
internal static class SubschemaKeywords
{
    /// <summary>How a keyword's value holds schemas in a draft.</summary>
    public static SubschemaShape ShapeOf(string keyword, JsonSchemaDialect draft) => keyword switch
    {
        "additionalProperties" or "not" => SubschemaShape.One,
        "allOf" or "anyOf" or "oneOf" => SubschemaShape.List,
        "properties" or "patternProperties" or "definitions" or "$defs" or "dependencies" => SubschemaShape.Map,
        "items" when draft == JsonSchemaDialect.Draft202012 => SubschemaShape.One,
        "items" => SubschemaShape.One | SubschemaShape.List,
        "additionalItems" when draft <= JsonSchemaDialect.Draft201909 => SubschemaShape.One,
        "contains" or "propertyNames" when draft >= JsonSchemaDialect.Draft6 => SubschemaShape.One,
        "if" or "then" or "else" when draft >= JsonSchemaDialect.Draft7 => SubschemaShape.One,
        "unevaluatedItems" or "unevaluatedProperties" or "contentSchema" when draft >= JsonSchemaDialect.Draft201909 => SubschemaShape.One,
        "dependentSchemas" when draft >= JsonSchemaDialect.Draft201909 => SubschemaShape.Map,
        "prefixItems" when draft == JsonSchemaDialect.Draft202012 => SubschemaShape.List,
        _ => SubschemaShape.None,
    };
}
