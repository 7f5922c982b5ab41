using RestStream.Core;
using RestStream.Core.Groups;

namespace RestStream.Broker.Groups.Sessions;

/// <summary>Groups of an engine without a coordinator: every call says so.</summary>
internal sealed class NoGroups : IGroups, IConsumers
{
    private static readonly Error NotAvailable = new(ErrorCode.CoordinatorNotAvailable, "This server has no group coordinator.");

    public int OpenSessions => 0;

    public ValueTask<Outcome<IConsumerSession>> OpenAsync(ConsumerOptions options, CancellationToken cancellationToken) => new(NotAvailable);

    public Outcome<IReadOnlyList<ConsumerGroupSummary>> List(string? after, int limit, IReadOnlyCollection<ConsumerGroupState>? states) => NotAvailable;

    public Outcome<ConsumerGroupDescription> Describe(string group) => NotAvailable;

    public Outcome<IReadOnlyList<GroupOffset>> Offsets(string group) => NotAvailable;

    public ValueTask<Outcome<IReadOnlyList<PartitionOutcome>>> CommitAsync(GroupCommit commit, CancellationToken cancellationToken) => new(NotAvailable);

    public ValueTask<Error?> RemoveMemberAsync(string group, string memberId, string reason, CancellationToken cancellationToken) => new(NotAvailable);

    public ValueTask<Outcome<IReadOnlyList<OffsetChange>>> ResetOffsetsAsync(string group, OffsetReset reset, bool dryRun, CancellationToken cancellationToken) =>
        new(NotAvailable);

    public ValueTask<Outcome<IReadOnlyList<GroupOffset>>> DeleteOffsetsAsync(
        string group, string topic, IReadOnlyList<int>? partitions, CancellationToken cancellationToken) => new(NotAvailable);

    public ValueTask<Error?> DeleteAsync(string group, CancellationToken cancellationToken) => new(NotAvailable);
}
