using RestStream.Server.Schemas;

namespace RestStream.Server.Groups;

/// <summary>The body of <c>POST /v1/groups/{group}/poll</c>.</summary>
/// <param name="Topics">Names and patterns (<c>trucks-*</c>) to subscribe to; a member that comes back may leave them out.</param>
/// <param name="Member">The member that the poll before answered; absent: a new member.</param>
/// <param name="Instance">The name of a static member: whoever comes with it takes over its partitions without a rebalance.</param>
/// <param name="Partitions">Partitions assigned by hand, instead of subscribing.</param>
/// <param name="Protocols">Assignors, the preferred first.</param>
/// <param name="Max">At most so many records.</param>
/// <param name="MaxBytes">At most so many bytes of records, but at least one record.</param>
/// <param name="Wait">How long to wait for the first record.</param>
/// <param name="Ack">The <c>ack</c> of an answer whose records are processed; <c>auto</c> commits before it answers.</param>
/// <param name="Nack">Records that could not be processed.</param>
/// <param name="SessionTimeout">How long the member is kept without a poll.</param>
/// <param name="From">Where a partition begins for which the group has no offset.</param>
/// <param name="Isolation"><c>read_uncommitted</c> or <c>read_committed</c>.</param>
/// <param name="MaxDeliveries">How often a record is delivered before it goes to the dead-letter topic.</param>
/// <param name="Schema">Each record says which schema its value has.</param>
/// <param name="ValueFormat"><c>json</c> shows values in a wire form as JSON, <c>stored</c> as they are.</param>
internal sealed record PollBody(
    IReadOnlyList<string>? Topics = null,
    string? Member = null,
    string? Instance = null,
    IReadOnlyList<PollPartition>? Partitions = null,
    IReadOnlyList<string>? Protocols = null,
    int? Max = null,
    int? MaxBytes = null,
    DurationValue? Wait = null,
    string? Ack = null,
    IReadOnlyList<RejectedRecord>? Nack = null,
    DurationValue? SessionTimeout = null,
    PositionText? From = null,
    string? Isolation = null,
    int? MaxDeliveries = null,
    bool? Schema = null,
    string? ValueFormat = null)
{
    /// <summary>What the reader wants to know of schemas.</summary>
    public RecordViewOptions View => new(Schema is true, ValueFormat == RecordViewOptions.Json);
}
