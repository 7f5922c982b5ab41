using RestStream.Server.OpenApi;

namespace RestStream.Server.Groups;

/// <summary>Describes the answer to a poll; written by <see cref="PollWriter"/>.</summary>
internal sealed record PollAnswer(
    IReadOnlyList<PolledRecord> Records, string Member, int Generation, IReadOnlyList<PolledPartition> Assignment, string? Ack, IReadOnlyList<PolledGap>? Gap);
