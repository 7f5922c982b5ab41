namespace RestStream.Schemas.Json;

/// <summary>What the check of a record found.</summary>
public enum ValidationVerdict
{
    /// <summary>The record fits.</summary>
    Valid,

    /// <summary>The record does not fit, or is no JSON text.</summary>
    Invalid,

    /// <summary>A bound of <see cref="JsonSchemaOptions"/> was reached before it was known.</summary>
    LimitExceeded,
}
