namespace RestStream.Schemas.Tests.Json.Validation;

/// <summary>The drafts that <see cref="PlainValidator"/> knows, in the order of the validator's own names.</summary>
internal enum PlainDraft
{
    Draft4,
    Draft6,
    Draft7,
    Draft201909,
    Draft202012,
}
