using RestStream.Core;
using RestStream.Core.Groups;

namespace RestStream.Server.Tests.Push;

/// <summary>Consumers that open one session, of which a test changes what it likes.</summary>
internal abstract class OneSession(IConsumers inner) : IConsumers, IConsumerSession
{
    private IConsumerSession _session = null!;

    public int OpenSessions => inner.OpenSessions;

    public string Group => _session.Group;

    public string MemberId => _session.MemberId;

    public string? InstanceId => _session.InstanceId;

    public int Generation => _session.Generation;

    public virtual IReadOnlyList<OwnedPartition> Owned => _session.Owned;

    public async ValueTask<Outcome<IConsumerSession>> OpenAsync(ConsumerOptions options, CancellationToken cancellationToken)
    {
        var opened = await inner.OpenAsync(options, cancellationToken);
        if (!opened.IsSuccess) return opened;
        _session = opened.Value;
        return this;
    }

    public virtual ValueTask<Outcome<ConsumerPoll>> PollAsync(ConsumerPollRequest request, CancellationToken cancellationToken) => _session.PollAsync(request, cancellationToken);

    public virtual void Deliver(ConsumerPoll poll, ReadOnlySpan<long> nextOffsets) => _session.Deliver(poll, nextOffsets);

    public virtual ValueTask<Error?> CommitAsync(IReadOnlyList<Acknowledgement> offsets, CancellationToken cancellationToken) => _session.CommitAsync(offsets, cancellationToken);

    public Error? Seek(AssignedPartition partition, long offset) => _session.Seek(partition, offset);

    public ValueTask LeaveAsync(string reason) => _session.LeaveAsync(reason);

    public ValueTask DisposeAsync() => _session.DisposeAsync();
}
