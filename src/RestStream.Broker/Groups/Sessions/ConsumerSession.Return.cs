using RestStream.Broker.Groups.Protocol;
using RestStream.Core.Groups;
using RestStream.Storage;

namespace RestStream.Broker.Groups.Sessions;

/// <summary>Coming back: a member that the coordinator knows and this process does not, because it was restarted; and a static member that takes over from its predecessor.</summary>
internal sealed partial class ConsumerSession
{
    private ConsumerSession? _predecessor;
    private Dictionary<AssignedPartition, int>? _lastOwnership;

    /// <summary>The session of the same instance before this one.</summary>
    public void Succeed(ConsumerSession predecessor) => _predecessor = predecessor;

    /// <summary>Since when this session owns what it owns; null when it was in another generation, or owns nothing any more.</summary>
    private Dictionary<AssignedPartition, int>? Ownership(int generation)
    {
        lock (_lock) return _generation == generation ? _lastOwnership ?? OwnershipNow() : null;
    }

    private Dictionary<AssignedPartition, int> OwnershipNow() => _owned.ToDictionary(owned => owned.Key, owned => owned.Value.OwnedSince);

    /// <summary>Takes up where the member was: its generation, its partitions, and since when it owns each.</summary>
    public async Task ReturnAsync(GroupDescription group, MemberDescription member, ConsumerProtocolSubscription subscription, MemberData data)
    {
        lock (_lock)
        {
            _topics = [.. subscription.Topics];
            _mustSettle = false;
            if (group.LeaderId == _memberId) _led = LeaderView.Of(group, _context.Topics);
        }

        _identified.TrySetResult();
        var claimed = data.SinceOf(subscription);
        await TakeAsync(
            group.Generation, PartitionsOf(member.Assignment), isCooperative: false,
            partition => claimed.TryGetValue(new TopicPartition(partition.Topic, partition.Partition), out var since) ? since : group.Generation).ConfigureAwait(false);
        Attend(_memberId);
        lock (_lock)
        {
            if (_ended is null) RestartClock();
            if (ResolveTopics().AsSpan().SequenceEqual(_topics)) OnTopicsChanged();
            else RequestRebalance("it wants other topics");
        }
    }

    /// <summary>Takes the partitions that were assigned by hand; those that it had and has still keep their positions.</summary>
    public async Task TakeByHandAsync(IReadOnlyList<AssignedPartition> partitions)
    {
        lock (_lock) _mustSettle = false;
        await TakeAsync(-1, [.. partitions.Select(partition => new TopicPartition(partition.Topic, partition.Partition))], isCooperative: false, _ => -1).ConfigureAwait(false);
        lock (_lock) RestartClock();
    }
}
