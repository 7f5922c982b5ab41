using RestStream.Core;

namespace RestStream.Broker.Groups.Sessions;

/// <summary>What a coordinator's code means for the consumer behind a session, as a sentence.</summary>
internal static class SessionErrors
{
    public static Error Of(ErrorCode code, string group, string? member = null) => new(code, Sentence(code, group, member));

    private static string Sentence(ErrorCode code, string group, string? member) => code switch
    {
        ErrorCode.UnknownMemberId => Unknown(group, member).Detail,
        ErrorCode.FencedInstanceId => $"Another client came with the same 'instance': member '{member}' of group '{group}' is fenced. Poll without 'member' to take over again.",
        ErrorCode.IllegalGeneration => $"Group '{group}' is in another generation. Poll, and go on with what it answers.",
        ErrorCode.RebalanceInProgress => $"Group '{group}' is rebalancing. Try again.",
        ErrorCode.InconsistentGroupProtocol => $"The members of group '{group}' support none of these protocols, or are no consumers.",
        ErrorCode.InvalidSessionTimeout => "The session timeout lies outside the server's bounds (group.min.session.timeout.ms, group.max.session.timeout.ms).",
        ErrorCode.InvalidGroupId => $"'{group}' cannot be a group's name.",
        ErrorCode.GroupMaxSizeReached => $"Group '{group}' has as many members as may be.",
        ErrorCode.CoordinatorLoadInProgress => "The groups are still being loaded. Try again.",
        ErrorCode.ShuttingDown => "The server is stopping. Try again when it runs: the same request is safe.",
        ErrorCode.PolicyViolation => "There are as many groups as may be. Delete some, or raise the limit.",
        ErrorCode.OutcomeUnknown => "The disk failed: the offsets may or may not be committed. Acknowledging again after the restart is safe.",
        ErrorCode.DiskFull => "The disk is full: nothing was committed. Reads without an acknowledgement go on.",
        ErrorCode.OffsetMetadataTooLarge => "The metadata text of an offset is too large; nothing was committed.",
        _ => $"Group '{group}' refused the call; nothing was changed.",
    };

    public static Error Unknown(string group, string? member) => new(
        ErrorCode.UnknownMemberId,
        $"Group '{group}' has no member '{member}': its session expired, or it left. Poll without 'member' to join again; what was not acknowledged is delivered again.");

    public static Error Stale(string topic, int partition) => new(
        ErrorCode.StaleAck,
        $"{(topic.Length == 0 ? "A partition of the ack" : $"Partition {partition} of '{topic}'")} is no longer owned as it was when its records were delivered; nothing was acknowledged. Poll without 'ack': they are delivered again to whoever owns it.");

    public static Error Superseded => new(ErrorCode.PollSuperseded, "A newer poll of the same member ended this one. Poll with one request at a time for each member.");
}
