namespace RestStream.Schemas.Json;

/// <summary>The editions of JSON Schema, oldest first.</summary>
public enum JsonSchemaDialect
{
    /// <summary>Draft 4.</summary>
    Draft4,

    /// <summary>Draft 6.</summary>
    Draft6,

    /// <summary>Draft 7; what a schema means that names none.</summary>
    Draft7,

    /// <summary>Draft 2019-09.</summary>
    Draft201909,

    /// <summary>Draft 2020-12.</summary>
    Draft202012,
}
