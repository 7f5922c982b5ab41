using RestStream.Core;
using RestStream.Core.Groups;

namespace RestStream.Server.Tests.Push;

/// <summary>Consumers whose one session is refused its first commit, as when a partition went to another member between the poll and it.</summary>
internal sealed class OneRefusedCommit(IConsumers inner) : IConsumers, IConsumerSession
{
    private IConsumerSession _session = null!;
    private int _commits;

    public int OpenSessions => inner.OpenSessions;

    public string Group => _session.Group;

    public string MemberId => _session.MemberId;

    public string? InstanceId => _session.InstanceId;

    public int Generation => _session.Generation;

    public IReadOnlyList<OwnedPartition> Owned => _session.Owned;

    public int Commits => _commits;

    public async ValueTask<Outcome<IConsumerSession>> OpenAsync(ConsumerOptions options, CancellationToken cancellationToken)
    {
        var opened = await inner.OpenAsync(options, cancellationToken);
        if (!opened.IsSuccess) return opened;
        _session = opened.Value;
        return this;
    }

    public ValueTask<Outcome<ConsumerPoll>> PollAsync(ConsumerPollRequest request, CancellationToken cancellationToken) => _session.PollAsync(request, cancellationToken);

    public void Deliver(ConsumerPoll poll, ReadOnlySpan<long> nextOffsets) => _session.Deliver(poll, nextOffsets);

    public ValueTask<Error?> CommitAsync(IReadOnlyList<Acknowledgement> offsets, CancellationToken cancellationToken) =>
        Interlocked.Increment(ref _commits) == 1 ? new(new Error(ErrorCode.StaleAck, "The partition is another's.")) : _session.CommitAsync(offsets, cancellationToken);

    public Error? Seek(AssignedPartition partition, long offset) => _session.Seek(partition, offset);

    public ValueTask LeaveAsync(string reason) => _session.LeaveAsync(reason);

    public ValueTask DisposeAsync() => _session.DisposeAsync();
}
