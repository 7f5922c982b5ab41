using RestStream.Core;

namespace RestStream.Broker.Groups.Administration;

/// <summary>The coordinator's error codes as sentences.</summary>
internal static class GroupRefusals
{
    public static Error Of(ErrorCode code, string group) => new(code, code switch
    {
        ErrorCode.GroupIdNotFound => $"There is no group '{group}'. GET /v1/groups lists those that there are.",
        ErrorCode.NonEmptyGroup => $"Group '{group}' has members. Stop them, or wait until their sessions expire, and try again.",
        ErrorCode.InvalidGroupId => $"'{group}' cannot be a group's name.",
        ErrorCode.UnknownMemberId => $"Group '{group}' has no such member: its session expired, it left, or it never joined.",
        ErrorCode.IllegalGeneration => $"Group '{group}' is in another generation.",
        ErrorCode.RebalanceInProgress => $"Group '{group}' is sharing out its partitions. Try again when it is done.",
        ErrorCode.FencedInstanceId => $"Another member of group '{group}' took over the instance id.",
        ErrorCode.CoordinatorLoadInProgress => "The groups are being loaded from disk. Try again soon.",
        ErrorCode.ShuttingDown => "The server is stopping. Try again when it runs.",
        ErrorCode.OutcomeUnknown => "The disk failed: the change may or may not survive. Asking again after the restart is safe.",
        ErrorCode.DiskFull => "There is no room on the disk; nothing was changed.",
        ErrorCode.PolicyViolation => "There are as many groups as may be. Delete some, or raise RestStream:Groups:MaxGroups.",
        ErrorCode.InvalidRequest => "Those are more offsets than one call takes. Ask for fewer partitions.",
        _ => "The disk refused the change; nothing was changed. Try again.",
    });

    public static Error OfOffset(ErrorCode code, string topic, int partition) => new(code, code switch
    {
        ErrorCode.UnknownTopicOrPartition => $"There is no partition {partition} of a topic '{topic}'.",
        ErrorCode.OffsetMetadataTooLarge => $"The metadata for partition {partition} of '{topic}' is too long.",
        _ => $"The offset for partition {partition} of '{topic}' is not 0 or more.",
    });
}
