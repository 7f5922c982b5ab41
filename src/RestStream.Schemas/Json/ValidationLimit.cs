namespace RestStream.Schemas.Json;

/// <summary>The bound at which the check of a record was given up.</summary>
public enum ValidationLimit
{
    /// <summary>None: the record was checked.</summary>
    None,

    /// <summary><see cref="JsonSchemaOptions.MaxDepth"/>.</summary>
    Depth,

    /// <summary>More values than a check can hold, some sixteen million.</summary>
    Size,

    /// <summary><see cref="JsonSchemaOptions.MaxEvaluationDepth"/>.</summary>
    EvaluationDepth,

    /// <summary><see cref="JsonSchemaOptions.MaxSteps"/>.</summary>
    Steps,

    /// <summary><see cref="JsonSchemaOptions.MaxTime"/>.</summary>
    Time,
}
