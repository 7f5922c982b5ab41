using RestStream.Core;
using RestStream.Server.Errors;
using RestStream.Server.OpenApi;

namespace RestStream.Server.Groups;

/// <summary>Groups in the OpenAPI document.</summary>
internal static class GroupDocs
{
    private const string Tag = "groups";

    private static readonly string[] CoordinatorProblems =
    [
        ErrorCodes.NameOf(ErrorCode.InvalidGroupId), HttpErrors.InvalidParameter, ErrorCodes.NameOf(ErrorCode.CoordinatorNotAvailable),
        ErrorCodes.NameOf(ErrorCode.CoordinatorLoadInProgress), ErrorCodes.NameOf(ErrorCode.ShuttingDown),
    ];

    private static readonly string[] ChangeProblems =
    [
        .. CoordinatorProblems, ErrorCodes.NameOf(ErrorCode.GroupIdNotFound), HttpErrors.ForeignOrigin, ErrorCodes.NameOf(ErrorCode.DiskFull),
        ErrorCodes.NameOf(ErrorCode.KafkaStorageError), ErrorCodes.NameOf(ErrorCode.OutcomeUnknown),
    ];

    public static readonly OperationDoc List = new("listGroups", Tag, "List consumer groups by name")
    {
        Parameters =
        [
            new("limit", "At most so many, 1 to 1000; 100 by default.", "10", true),
            new("next", "`next` of the page before."),
            new("state", "Only groups in these states, with commas between: `Empty`, `PreparingRebalance`, `CompletingRebalance`, `Stable`.", null),
        ],
        Responses = [new(200, "One page", "application/json", typeof(GroupList))],
        Problems = [HttpErrors.ValidationFailed, .. CoordinatorProblems],
    };

    public static readonly OperationDoc Get = new("getGroup", Tag, "Show a group: its members, its offsets and its lag")
    {
        Description = "Partitions of its topics that have no committed offset are listed with `nextOffset: null`. `lag` is the sum over those that have one.",
        Parameters = [GroupParameter()],
        Responses = [new(200, "The group", "application/json", typeof(GroupView))],
        Problems = [.. CoordinatorProblems, ErrorCodes.NameOf(ErrorCode.GroupIdNotFound)],
    };

    public static readonly OperationDoc Reset = new("resetOffsets", Tag, "Move the offsets of a group that is Empty")
    {
        Description = "`to` is a position (`earliest`, `latest`, `42`, `-10`, `@2026-11-01T00:00Z`, `@-15m`); `shift` counts from the committed offset and stops at the partition's bounds. "
            + "Without `topics` and `partitions`: every partition that has an offset. `dryRun` says what would be done.",
        Parameters = [GroupParameter()],
        Bodies = [new("application/json", """{"to":"earliest","topics":["demo-orders"],"dryRun":true}""", typeof(OffsetResetBody))],
        Responses = [new(200, "The offsets before and after", "application/json", typeof(OffsetResetView))],
        Problems =
        [
            .. ChangeProblems, ErrorCodes.NameOf(ErrorCode.NonEmptyGroup), ErrorCodes.NameOf(ErrorCode.UnknownTopicOrPartition), ErrorCodes.NameOf(ErrorCode.OffsetOutOfRange),
            ErrorCodes.NameOf(ErrorCode.InvalidRequest), HttpErrors.InvalidJson, HttpErrors.BadRequest, HttpErrors.ValidationFailed, HttpErrors.RequestTimeout, HttpErrors.ServerBusy,
            HttpErrors.RequestTooLarge, HttpErrors.UnsupportedContentEncoding,
        ],
    };

    public static readonly OperationDoc DeleteOffsets = new("deleteOffsets", Tag, "Forget a group's offsets of a topic")
    {
        Description = "Refused while a member of the group subscribes to the topic. Deleting what is not there is no error.",
        Parameters = [GroupParameter(), new("topic", "The topic's name.", "demo-invoices", In: "path"), new("partition", "One partition only.", null, true)],
        Responses = [new(200, "What was deleted", "application/json", typeof(OffsetDeletionView))],
        Problems =
        [
            .. ChangeProblems, HttpErrors.ValidationFailed, ErrorCodes.NameOf(ErrorCode.GroupSubscribedToTopic), ErrorCodes.NameOf(ErrorCode.NonEmptyGroup),
            ErrorCodes.NameOf(ErrorCode.InvalidTopicException),
        ],
    };

    public static readonly OperationDoc Delete = new("deleteGroup", Tag, "Delete a group that is Empty, with its offsets")
    {
        Parameters = [GroupParameter()],
        Responses = [new(204, "Gone")],
        Problems = [.. ChangeProblems, ErrorCodes.NameOf(ErrorCode.NonEmptyGroup)],
    };

    private static ParameterDoc GroupParameter() => new("group", "The group's name.", "nightly-report", In: "path");
}
