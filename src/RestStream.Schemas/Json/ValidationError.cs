namespace RestStream.Schemas.Json;

/// <summary>One reason why a record does not fit.</summary>
/// <param name="InstanceLocation">The place in the record, a JSON Pointer; empty for the whole.</param>
/// <param name="KeywordLocation">The way through the schema to the keyword, a JSON Pointer that goes through references.</param>
/// <param name="Message">What is wrong there, for a person.</param>
public sealed record ValidationError(string InstanceLocation, string KeywordLocation, string Message);
