namespace RestStream.Schemas.Enforcement;

/// <summary>A version of a subject, and its schema made ready.</summary>
/// <param name="Schema">The version.</param>
/// <param name="Check">The schema made ready; null when it cannot be.</param>
/// <param name="Fault">Why it cannot be; null when it can.</param>
internal sealed record BoundCheck(RegisteredSchema Schema, PayloadCheck? Check, string? Fault);
