using RestStream.Core.Groups;

namespace RestStream.Server.Tests.Push;

/// <summary>Consumers whose session loses partition 1 between its first batch and the look at what it owns, as when a rebalance ends just then.</summary>
internal sealed class LostPartition(IConsumers inner) : OneSession(inner)
{
    private bool _isLost;

    public int Deliveries { get; private set; }

    public override IReadOnlyList<OwnedPartition> Owned => _isLost ? [.. base.Owned.Where(owned => owned.Partition != 1)] : base.Owned;

    public override void Deliver(ConsumerPoll poll, ReadOnlySpan<long> nextOffsets)
    {
        base.Deliver(poll, nextOffsets);
        _isLost |= ++Deliveries == 1;
    }

    /// <summary>Lets the next session have it.</summary>
    public void Regain() => _isLost = false;
}
