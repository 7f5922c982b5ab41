using RestStream.Broker.Groups.DeadLetters;
using RestStream.Core;
using RestStream.Core.Groups;

namespace RestStream.Broker.Groups.Sessions;

/// <summary>Acknowledging and rejecting. What is durable moves the session, nothing else does: after an error the same call again is safe.</summary>
internal sealed partial class ConsumerSession
{
    private const int MaxCommitAttempts = 10;

    /// <inheritdoc/>
    public async ValueTask<Error?> CommitAsync(IReadOnlyList<Acknowledgement> offsets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        var accepted = Accept(offsets);
        if (!accepted.IsSuccess) return accepted.Error;
        return accepted.Value.Count == 0 ? null : await CommitAsync(accepted.Value).ConfigureAwait(false);
    }

    /// <summary>What a poll acknowledges and rejects, as offsets to commit. Rejected records that were delivered often enough are in their dead-letter topic when this ends.</summary>
    private async ValueTask<Outcome<List<PendingCommit>>> PrepareCommitsAsync(ConsumerPollRequest request, CancellationToken cancellationToken)
    {
        var accepted = Accept(request.Acknowledge);
        if (!accepted.IsSuccess || request.Reject.Count == 0) return accepted;
        if (Check(request.Reject, accepted.Value) is { } wrong) return wrong;
        foreach (var partition in request.Reject.GroupBy(rejection => new AssignedPartition(rejection.Topic, rejection.Partition)))
        {
            if (await RejectAsync([.. partition.OrderBy(rejection => rejection.Offset)], accepted.Value, cancellationToken).ConfigureAwait(false) is { } failed) return failed;
        }

        return accepted;
    }

    /// <summary>All of them or none: what lies at or below the acknowledged offset changes nothing and is left out.</summary>
    private Outcome<List<PendingCommit>> Accept(IReadOnlyList<Acknowledgement> offsets)
    {
        var commits = new List<PendingCommit>(offsets.Count);
        lock (_lock)
        {
            var names = NamesFor(offsets);
            foreach (var offset in offsets)
            {
                var topic = offset.Topic ?? names!.GetValueOrDefault(offset.TopicId, "");
                if (!_owned.TryGetValue(new AssignedPartition(topic, offset.Partition), out var progress)
                    || progress.OwnedSince != offset.OwnedSince || progress.TopicId != offset.TopicId)
                {
                    _context.Metrics.StaleAck();
                    return SessionErrors.Stale(topic, offset.Partition);
                }

                if (offset.NextOffset > progress.Acknowledged) commits.Add(new(progress, offset.NextOffset, progress.Deliveries.After(offset.NextOffset)));
            }
        }

        return commits;
    }

    private Dictionary<Guid, string>? NamesFor(IReadOnlyList<Acknowledgement> offsets)
    {
        if (!offsets.Any(offset => offset.Topic is null)) return null;
        var names = new Dictionary<Guid, string>();
        foreach (var progress in _owned.Values) names[progress.TopicId] = progress.Partition.Topic;
        return names;
    }

    private Error? Check(IReadOnlyList<Rejection> rejections, List<PendingCommit> commits)
    {
        lock (_lock)
        {
            foreach (var (topic, partition, offset, _) in rejections)
            {
                if (!_owned.TryGetValue(new AssignedPartition(topic, partition), out var progress)) return SessionErrors.Stale(topic, partition);
                var end = commits.Where(commit => commit.Progress == progress).Select(commit => commit.Offset).Append(progress.Delivered).Max();
                // What lies below changes nothing, as with acknowledgements: the same poll may come again.
                if (offset < progress.Acknowledged || offset < end) continue;
                return new Error(ErrorCode.OffsetOutOfRange, progress.Acknowledged < end
                    ? $"Of partition {partition} of '{topic}' the offsets {progress.Acknowledged} to {end - 1} are delivered and not acknowledged; {offset} is not among them."
                    : $"Of partition {partition} of '{topic}' nothing is delivered and not acknowledged: offset {offset} cannot be rejected.");
            }
        }

        return null;
    }

    /// <summary>Rejections of one partition, ascending. The first that is to be delivered again ends it: what lies behind it is delivered again too.</summary>
    private async ValueTask<Error?> RejectAsync(IReadOnlyList<Rejection> rejections, List<PendingCommit> commits, CancellationToken cancellationToken)
    {
        PartitionProgress progress;
        lock (_lock)
        {
            if (!_owned.TryGetValue(new AssignedPartition(rejections[0].Topic, rejections[0].Partition), out progress!)) return SessionErrors.Stale(rejections[0].Topic, rejections[0].Partition);
        }

        rejections = [.. rejections.Where(rejection => rejection.Offset >= progress.Acknowledged)];
        if (rejections.Count == 0) return null;
        var at = commits.FindIndex(commit => commit.Progress == progress);
        var acknowledged = at < 0 ? progress.Acknowledged : commits[at].Offset;
        if (at >= 0) commits.RemoveAt(at);
        foreach (var rejection in rejections)
        {
            var count = CountOf(progress, rejection.Offset);
            if (count < MaxDeliveries)
            {
                commits.Add(new(progress, rejection.Offset, new DeliveryCount(count, progress.Deliveries.After(rejection.Offset).Until), IsRejection: true));
                return null;
            }

            if (await DeadLetterAsync(progress, rejection.Offset, count, rejection.Reason ?? "rejected", cancellationToken).ConfigureAwait(false) is { } failed) return failed;
            acknowledged = Math.Max(acknowledged, rejection.Offset + 1);
        }

        commits.Add(new(progress, acknowledged, progress.Deliveries.After(acknowledged), IsRejection: true));
        return null;
    }

    // The count belongs to the record at the committed offset; any other was delivered once.
    private static int CountOf(PartitionProgress progress, long offset)
    {
        var before = progress.Deliveries.Count;
        if (offset != progress.Acknowledged) return 1;
        return progress.IsCountable || before == 0 ? before + 1 : before;
    }

    private async ValueTask<Error?> DeadLetterAsync(PartitionProgress progress, long offset, int deliveries, string reason, CancellationToken cancellationToken)
    {
        var letter = new DeadLetter(Group, MemberId, progress.Partition, offset, deliveries, reason);
        var failed = await _context.DeadLetters.WriteAsync(letter, cancellationToken).ConfigureAwait(false);
        if (failed is null) _context.Metrics.DeadLettered();
        return failed;
    }

    private int MaxDeliveries => _options.MaxDeliveries ?? _sessions.MaxDeliveriesOf(Group);

    /// <summary>Commits, and moves the session when it is durable. While the group changes generations it waits and tries again, as long as the partitions are kept.</summary>
    private async ValueTask<Error?> CommitAsync(List<PendingCommit> commits)
    {
        for (var attempt = 1; ; attempt++)
        {
            var request = CommitRequest(commits, out var refused);
            if (request is null) return refused;
            var result = await Coordinator.CommitAsync(request).ConfigureAwait(false);
            if (result.Error == ErrorCode.None) return Apply(commits, result);
            if (result.Error is not (ErrorCode.IllegalGeneration or ErrorCode.RebalanceInProgress) || _isByHand || attempt == MaxCommitAttempts) return Refused(result.Error);
            await SettledAsync().ConfigureAwait(false);
        }
    }

    private OffsetCommitRequest? CommitRequest(List<PendingCommit> commits, out Error? refused)
    {
        lock (_lock)
        {
            refused = _ended;
            if (refused is not null) return null;
            var offsets = new OffsetToCommit[commits.Count];
            for (var i = 0; i < offsets.Length; i++)
            {
                var (progress, offset, deliveries, _) = commits[i];
                // A topic that was deleted, and perhaps made anew, has no use for offsets of the old one.
                if (!IsOwned(progress) || _context.Topics.Resolve(progress.Partition.Topic)?.Id != progress.TopicId)
                {
                    _context.Metrics.StaleAck();
                    refused = SessionErrors.Stale(progress.Partition.Topic, progress.Partition.Partition);
                    return null;
                }

                offsets[i] = new OffsetToCommit(progress.Partition.Topic, progress.Partition.Partition, offset, -1, deliveries.ToMetadata());
            }

            return _isByHand
                ? new OffsetCommitRequest { GroupId = Group, Offsets = offsets }
                : new OffsetCommitRequest { GroupId = Group, MemberId = _memberId, InstanceId = InstanceId, Generation = _generation, Offsets = offsets };
        }
    }

    private Error? Apply(List<PendingCommit> commits, OffsetCommitResult result)
    {
        lock (_lock)
        {
            for (var i = 0; i < commits.Count; i++)
            {
                // Offsets of a topic that was deleted meanwhile need not be kept.
                if (result.Partitions[i] is not (ErrorCode.None or ErrorCode.UnknownTopicOrPartition)) return SessionErrors.Of(result.Partitions[i], Group, MemberId);
                var (progress, offset, deliveries, isRejection) = commits[i];
                progress.Acknowledge(offset, deliveries);
                if (isRejection) progress.IsCountable = false;
            }

            ReleaseRevoked(also: progress => !progress.HasUnacknowledged);
        }

        return null;
    }

    private Error Refused(ErrorCode code)
    {
        if (_isByHand && code is ErrorCode.UnknownMemberId or ErrorCode.IllegalGeneration)
            return new Error(ErrorCode.NonEmptyGroup, $"Group '{Group}' has members: a consumer whose partitions are assigned by hand cannot commit its offsets. Use another group.");
        var error = SessionErrors.Of(code, Group, MemberId);
        if (code is ErrorCode.UnknownMemberId or ErrorCode.FencedInstanceId) End(error);
        return error;
    }
}
