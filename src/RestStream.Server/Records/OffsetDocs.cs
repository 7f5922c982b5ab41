using RestStream.Core;
using RestStream.Server.Errors;
using RestStream.Server.OpenApi;
using RestStream.Server.Topics;

namespace RestStream.Server.Records;

/// <summary>Offsets and truncate in the OpenAPI document.</summary>
internal static class OffsetDocs
{
    public static readonly OperationDoc Offsets = new("offsets", "records", "Resolve a position to offsets")
    {
        Parameters =
        [
            TopicDocs.TopicParameter(),
            new("at", "`earliest`, `latest` (the default), `42`, `-10` (the last ten), `@2026-11-01T00:00Z`, `@-15m`.", "@-15m"),
            new("partition", "One partition only.", null, true),
        ],
        Responses = [new(200, "An entry a partition", "application/json", typeof(PartitionOffsets))],
        Problems =
        [
            ErrorCodes.NameOf(ErrorCode.UnknownTopicOrPartition), ErrorCodes.NameOf(ErrorCode.OffsetOutOfRange), HttpErrors.InvalidParameter, HttpErrors.ValidationFailed,
        ],
    };

    public static readonly OperationDoc Truncate = new("truncate", "records", "Delete the records before an offset, for good")
    {
        Description = "`{\"partitions\":[{\"partition\":0,\"beforeOffset\":7}]}` (-1: all there is), or `{\"before\":\"@-7d\"}`, a position for all partitions or one.",
        Parameters = [TopicDocs.TopicParameter()],
        Bodies = [new("application/json", """{"before":"earliest"}""", typeof(TruncateBody))],
        Responses = [new(200, "The bounds after it", "application/json", typeof(PartitionOffsets))],
        Problems =
        [
            HttpErrors.InvalidJson, HttpErrors.BadRequest, HttpErrors.ValidationFailed, HttpErrors.RequestTimeout, HttpErrors.ServerBusy, HttpErrors.RequestTooLarge, HttpErrors.ForeignOrigin, HttpErrors.UnsupportedContentEncoding,
            ErrorCodes.NameOf(ErrorCode.UnknownTopicOrPartition), ErrorCodes.NameOf(ErrorCode.OffsetOutOfRange), ErrorCodes.NameOf(ErrorCode.PolicyViolation),
            ErrorCodes.NameOf(ErrorCode.InternalTopic), ErrorCodes.NameOf(ErrorCode.ShuttingDown),
        ],
    };
}
