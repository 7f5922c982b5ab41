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
}
