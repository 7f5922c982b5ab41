using System.Diagnostics.CodeAnalysis;
using RestStream.Core.Fetch;
using RestStream.Core.Groups;
using RestStream.Storage;

namespace RestStream.Broker.Groups.Sessions;

/// <summary>Taking and losing partitions.</summary>
internal sealed partial class ConsumerSession
{
    private bool IsOwned(PartitionProgress progress) => _owned.TryGetValue(progress.Partition, out var today) && today == progress;

    private AssignedPartition[] Assignment() =>
        [.. _owned.Values.Where(progress => !progress.IsRevoked).Select(progress => progress.Partition).OrderBy(partition => partition.Topic, StringComparer.Ordinal).ThenBy(partition => partition.Partition)];

    /// <summary>Lets go partitions that a rebalance took away and that were kept, those that <paramref name="also"/> is true of; then others may have them. Under the lock.</summary>
    private void ReleaseRevoked(Predicate<PartitionProgress> also)
    {
        List<PartitionProgress>? released = null;
        foreach (var progress in _owned.Values)
        {
            if (progress.IsRevoked && also(progress)) (released ??= []).Add(progress);
        }

        if (released is null) return;
        foreach (var progress in released) Lose(progress.Partition);
        RequestRebalance("it let partitions go");
    }

    private void Lose(AssignedPartition partition)
    {
        _owned.Remove(partition);
        if (!_assignedNews.Remove(partition)) _revokedNews.Add(partition);
    }

    /// <summary>The assignment of a new generation. Cooperative members keep what they deliver just now until their next poll, and join again when they let something go.</summary>
    private async Task TakeAsync(int generation, IReadOnlyList<TopicPartition> assigned, bool isCooperative, Func<AssignedPartition, int> ownedSince)
    {
        var wanted = assigned.Select(partition => new AssignedPartition(partition.Topic, partition.Partition)).ToHashSet();
        List<AssignedPartition> added;
        lock (_lock)
        {
            if (!isCooperative && generation != _generation && generation != _generation + 1) LoseAll();
            Volatile.Write(ref _generation, generation);
            LoseMissing(wanted, isCooperative);
            added = [.. wanted.Where(partition => !_owned.ContainsKey(partition))];
        }

        var progresses = await StartAsync(added, generation, ownedSince).ConfigureAwait(false);
        lock (_lock)
        {
            if (_ended is not null || _generation != generation) return;
            foreach (var progress in progresses)
            {
                // Another poll of partitions by hand was faster.
                if (!_owned.TryAdd(progress.Partition, progress)) continue;
                if (!_revokedNews.Remove(progress.Partition)) _assignedNews.Add(progress.Partition);
            }
        }
    }

    // In a generation that the member missed its partitions may have been another's: what was delivered before cannot be acknowledged any more.
    private void LoseAll()
    {
        if (_isByHand) return;
        foreach (var partition in _owned.Keys.ToList()) Lose(partition);
    }

    private void LoseMissing(HashSet<AssignedPartition> wanted, bool isCooperative)
    {
        var mustRejoin = false;
        foreach (var progress in _owned.Values.ToList())
        {
            if (wanted.Contains(progress.Partition))
            {
                progress.IsRevoked = false;
            }
            else if (isCooperative && progress.HasUnacknowledged)
            {
                progress.IsRevoked = true;
            }
            else
            {
                Lose(progress.Partition);
                mustRejoin |= isCooperative;
            }
        }

        if (mustRejoin) RequestRebalance("it let partitions go");
    }

    /// <summary>Where reading begins: at the committed offsets, else where the consumer wants to start.</summary>
    private async Task<List<PartitionProgress>> StartAsync(List<AssignedPartition> added, int generation, Func<AssignedPartition, int> ownedSince)
    {
        var progresses = new List<PartitionProgress>(added.Count);
        if (added.Count == 0) return progresses;
        var committed = Coordinator.FetchOffsets(Group, [.. added.Select(partition => new TopicPartition(partition.Topic, partition.Partition))]).Offsets;
        var starts = new List<OffsetToCommit>();
        foreach (var partition in added)
        {
            var topicId = _context.Topics.Resolve(partition.Topic)?.Id ?? Guid.Empty;
            if (committed.TryGetValue(new TopicPartition(partition.Topic, partition.Partition), out var offset))
            {
                progresses.Add(new PartitionProgress(partition, topicId, ownedSince(partition), offset.Offset) { Deliveries = DeliveryCount.Parse(offset.Metadata) });
                continue;
            }

            var start = Locate(partition);
            progresses.Add(new PartitionProgress(partition, topicId, ownedSince(partition), start));
            if (_options.Start.Kind != PositionKind.Earliest) starts.Add(new OffsetToCommit(partition.Topic, partition.Partition, start));
        }

        if (starts.Count > 0) await KeepStartsAsync(starts, generation).ConfigureAwait(false);
        return progresses;
    }

    private long Locate(AssignedPartition partition)
    {
        var located = _context.Fetcher.Locate(partition.Topic, partition.Partition, _options.Start);
        if (!located.IsSuccess) located = _context.Fetcher.Locate(partition.Topic, partition.Partition, Position.Latest);
        return located.IsSuccess ? located.Value[0].Offset : 0;
    }

    /// <summary>A start other than the earliest moves with time: whoever takes the partition over before anything is acknowledged must begin where this member began, or records that were
    /// delivered would be skipped. Without it (the group moved on, the disk refused) the next owner starts where the group then stands.</summary>
    private async Task KeepStartsAsync(List<OffsetToCommit> starts, int generation)
    {
        await Coordinator.CommitAsync(_isByHand
            ? new OffsetCommitRequest { GroupId = Group, Offsets = starts }
            : new OffsetCommitRequest { GroupId = Group, MemberId = MemberId, InstanceId = InstanceId, Generation = generation, Offsets = starts }).ConfigureAwait(false);
    }

    /// <summary>What the session owns and since when, as it tells the group when it joins; in the order in which a subscription is written.</summary>
    [SuppressMessage("Performance", "CA1859", Justification = "A pair of lists in step.")]
    private (IReadOnlyList<TopicPartition> Owned, IReadOnlyList<int> Since) Claims()
    {
        var owned = _owned.Values.OrderBy(progress => progress.Partition.Topic, StringComparer.Ordinal).ThenBy(progress => progress.Partition.Partition).ToList();
        return ([.. owned.Select(progress => new TopicPartition(progress.Partition.Topic, progress.Partition.Partition))], [.. owned.Select(progress => progress.OwnedSince)]);
    }
}
