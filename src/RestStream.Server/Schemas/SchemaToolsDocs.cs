using RestStream.Core;
using RestStream.Server.Errors;
using RestStream.Server.OpenApi;

namespace RestStream.Server.Schemas;

/// <summary>The helpers in the OpenAPI document.</summary>
internal static class SchemaToolsDocs
{
    private const string Tag = "enforcement";

    private static readonly string[] BodyProblems =
    [
        HttpErrors.InvalidJson, HttpErrors.BadRequest, HttpErrors.ValidationFailed, HttpErrors.RequestTooLarge, HttpErrors.RequestTimeout, HttpErrors.ServerBusy,
        HttpErrors.UnsupportedContentEncoding, HttpErrors.ForeignOrigin, ErrorCodes.NameOf(ErrorCode.UnknownTopicOrPartition),
    ];

    public static readonly OperationDoc Validate = new("validateRecords", Tag, "Try records against a schema: nothing is stored or registered")
    {
        Description = "The schema is given, or a registered one by `subject` and `version`. The records are given, or the last `max` of each partition of `topic`, or from `from` on.",
        Bodies = [new("application/json", """{"schema":{"type":"object","required":["mag"]},"records":[{"mag":2},{"magnitude":3}]}""", typeof(ValidateBody))],
        Responses = [new(200, "How many fit, and which do not, and why", "application/json", typeof(ValidationView))],
        Problems = [.. BodyProblems, ErrorCodes.NameOf(ErrorCode.SchemaNotFound), ErrorCodes.NameOf(ErrorCode.OffsetOutOfRange)],
    };

    public static readonly OperationDoc Infer = new("inferSchema", Tag, "Make a first schema from sample records")
    {
        Description = "Every sample fits it: types, members that are always there, formats that all strings have. Tighten it, try it with `/v1/schemas/validate`, register it. "
            + "The samples are given, or the last `max` of each partition of `topic`, or from `from` on.",
        Bodies = [new("application/json", """{"records":[{"id":1,"mag":2.5,"place":"Cobb"},{"id":2,"mag":3,"felt":true}]}""", typeof(InferBody))],
        Responses = [new(200, "The schema, and from how many samples", "application/json", typeof(InferredView))],
        Problems = [.. BodyProblems, ErrorCodes.NameOf(ErrorCode.OffsetOutOfRange)],
    };
}
