using RestStream.Core;
using RestStream.Server.Errors;
using RestStream.Server.OpenApi;

namespace RestStream.Server.Groups;

/// <summary>Consuming in the OpenAPI document.</summary>
internal static class PollDocs
{
    private const string Tag = "groups";

    private static readonly string[] CommonProblems =
    [
        HttpErrors.InvalidJson, HttpErrors.ValidationFailed, HttpErrors.RequestTooLarge, HttpErrors.ForeignOrigin, HttpErrors.ServerBusy,
        .. new[]
        {
            ErrorCode.InvalidGroupId, ErrorCode.UnknownMemberId, ErrorCode.FencedInstanceId, ErrorCode.RebalanceInProgress, ErrorCode.UnknownTopicOrPartition, ErrorCode.CoordinatorLoadInProgress,
            ErrorCode.CoordinatorNotAvailable, ErrorCode.ShuttingDown, ErrorCode.DiskFull, ErrorCode.KafkaStorageError, ErrorCode.OutcomeUnknown,
        }.Select(ErrorCodes.NameOf),
    ];

    public static readonly OperationDoc Poll = new("poll", Tag, "Consume as a member of a group: join, acknowledge, wait and read in one call")
    {
        Description = "Without `member` a new member joins; then send the `member` of each answer, and its `ack` once its records are processed. Every poll reads from what is acknowledged: without an `ack`, or with "
            + "the same one again, the same records come again, so a retry after a lost answer is safe. `ack: \"auto\"` commits before it answers (at most once). `nack` names records that could not be processed: "
            + "they come again, and after `maxDeliveries` they go to `<topic>.<group>.dlq`. `partitions` reads partitions by hand instead of subscribing. A member that does not poll for `sessionTimeout` (45s) loses its place.",
        Parameters = [GroupParameter()],
        Bodies = [new("application/json", """{"topics":["dem*"],"instance":"desk-1","max":100,"wait":"1s"}""", typeof(PollBody))],
        Responses = [new(200, "The records; `ack` is null when there are none", "application/json", typeof(PollAnswer))],
        Problems =
        [
            .. CommonProblems, HttpErrors.InvalidAck,
            .. new[]
            {
                ErrorCode.StaleAck, ErrorCode.PollSuperseded, ErrorCode.InvalidSessionTimeout, ErrorCode.InvalidRequest, ErrorCode.InvalidTopicException, ErrorCode.InconsistentGroupProtocol,
                ErrorCode.GroupMaxSizeReached, ErrorCode.NonEmptyGroup, ErrorCode.OffsetOutOfRange, ErrorCode.TooManyRequests, ErrorCode.UnsupportedCompressionType, ErrorCode.PolicyViolation,
            }.Select(ErrorCodes.NameOf),
        ],
    };

    public static readonly OperationDoc Commit = new("commit", Tag, "Commit offsets of a group")
    {
        Description = "With `member` and `generation` of an answer; without them only while the group has no members. `nextOffset` is the offset behind the last record that is processed.",
        Parameters = [GroupParameter("nightly-report")],
        Bodies = [new("application/json", """{"offsets":[{"topic":"demo-orders","partition":0,"nextOffset":0}]}""", typeof(CommitBody))],
        Responses = [new(200, "All committed, durably", "application/json", typeof(CommitAnswer)), new(207, "Some committed: `errors` has the others", "application/json", typeof(CommitAnswer))],
        Problems = [.. CommonProblems, .. new[] { ErrorCode.IllegalGeneration, ErrorCode.OffsetMetadataTooLarge, ErrorCode.InvalidRequest, ErrorCode.NonEmptyGroup, ErrorCode.PolicyViolation }.Select(ErrorCodes.NameOf)],
    };

    public static readonly OperationDoc Leave = new("leave", Tag, "Leave a group, or remove a member")
    {
        Description = "The member's partitions go to others at once. What it has not acknowledged is delivered again.",
        Parameters = [GroupParameter(), new("member", "The member's id, or a static member's `instance`.", "desk-1", In: "path")],
        Responses = [new(204, "Gone")],
        Problems = [.. CommonProblems, ErrorCodes.NameOf(ErrorCode.GroupIdNotFound)],
    };

    private static ParameterDoc GroupParameter(string example = "billing") => new("group", "The group's name.", example, In: "path");
}
