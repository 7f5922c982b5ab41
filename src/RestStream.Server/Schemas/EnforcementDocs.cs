using RestStream.Core;
using RestStream.Server.Errors;
using RestStream.Server.OpenApi;
using RestStream.Server.Topics;

namespace RestStream.Server.Schemas;

/// <summary>Enforcement in the OpenAPI document.</summary>
internal static class EnforcementDocs
{
    private const string Tag = "enforcement";
    private static readonly string Unknown = ErrorCodes.NameOf(ErrorCode.UnknownTopicOrPartition);
    private static readonly ParameterDoc IfMatch = new("If-Match", "The ETag that the topic must still have.", null, In: "header");

    private static readonly string[] ChangeProblems =
    [
        Unknown, HttpErrors.ForeignOrigin, ErrorCodes.NameOf(ErrorCode.PreconditionFailed), ErrorCodes.NameOf(ErrorCode.InternalTopic),
        ErrorCodes.NameOf(ErrorCode.DiskFull), ErrorCodes.NameOf(ErrorCode.ShuttingDown),
    ];

    public static readonly OperationDoc Put = new("putTopicSchema", Tag, "Have a topic's records checked")
    {
        Description = "`mode`: `enforce` refuses records that do not fit, `warn` stores them and tells, `off` does neither. `onInvalid`: `reject`, or `deadLetter` to store them in `<topic>.dlq`. "
            + "`subject` is `<topic>-value` unless given or named by `strategy` (`TopicName`, `RecordName`, `TopicRecordName`); `version` is `latest` or a number. `formats: assert` makes `format` refuse; `stamp: true` adds Confluent's "
            + "header to stored records; `allowMissing` lets records pass while the subject has no schema. The members stand alone for the value, or in `value` and `key` for both. Replaces what was set.",
        Parameters = [TopicDocs.TopicParameter(), IfMatch],
        Bodies = [new("application/json", """{"mode":"enforce","onInvalid":"deadLetter","allowMissing":true}""", typeof(TopicSchemaBody))],
        Responses = [new(200, "What the topic asks now", "application/json", typeof(TopicSchemaView))],
        Problems =
        [
            .. ChangeProblems, HttpErrors.InvalidJson, HttpErrors.BadRequest, HttpErrors.ValidationFailed, HttpErrors.RequestTooLarge, HttpErrors.RequestTimeout, HttpErrors.ServerBusy,
            HttpErrors.UnsupportedContentEncoding, ErrorCodes.NameOf(ErrorCode.SchemaNotFound), ErrorCodes.NameOf(ErrorCode.PolicyViolation),
        ],
    };

    public static readonly OperationDoc Get = new("getTopicSchema", Tag, "Show what a topic asks of its records")
    {
        Parameters = [TopicDocs.TopicParameter()],
        Responses = [new(200, "The rules, with the version that each stands for now; null where nothing is asked", "application/json", typeof(TopicSchemaView))],
        Problems = [Unknown, ErrorCodes.NameOf(ErrorCode.ShuttingDown)],
    };

    public static readonly OperationDoc Delete = new("deleteTopicSchema", Tag, "Ask nothing more of a topic's records")
    {
        Parameters = [TopicDocs.TopicParameter(), IfMatch],
        Responses = [new(204, "Records are no longer checked")],
        Problems = ChangeProblems,
    };
}
