namespace RestStream.Schemas.Json;

/// <summary>Whether a record fits, and why not.</summary>
/// <param name="Verdict">What was found.</param>
/// <param name="Errors">The reasons, in the order of the schema's keywords; empty for a valid record.</param>
public sealed record ValidationReport(ValidationVerdict Verdict, IReadOnlyList<ValidationError> Errors);
