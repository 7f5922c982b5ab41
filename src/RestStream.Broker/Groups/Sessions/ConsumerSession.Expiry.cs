using RestStream.Core.Groups;

namespace RestStream.Broker.Groups.Sessions;

/// <summary>
/// The end of a session whose consumer stopped polling. What was delivered to it and not acknowledged was delivered in vain, perhaps because of a record that ends its consumers: the count of the
/// first one is raised. From the second time on all of them are suspected and delivered one at a time, so that in the end the right one goes to the dead-letter topic and no other.
/// </summary>
internal sealed partial class ConsumerSession
{
    private bool _isExpiring;

    private async Task ExpireAsync()
    {
        try
        {
            _context.Metrics.Expired();
            await RaiseCountsAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The counts are lost, the records are not: they are delivered again.
        }
        finally
        {
            // The group first: as long as the session is here, nobody can bring the member back.
            if (!_isByHand) await Coordinator.LeaveAsync(Group, [new LeavingMember(MemberId, InstanceId, "its session expired")]).ConfigureAwait(false);
            End(SessionErrors.Unknown(Group, MemberId));
        }
    }

    private async Task RaiseCountsAsync()
    {
        List<PartitionProgress> inVain;
        lock (_lock) inVain = [.. _owned.Values.Where(progress => progress.Position > progress.Acknowledged)];
        var commits = new List<PendingCommit>();
        foreach (var progress in inVain) commits.Add(await JudgeAsync(progress).ConfigureAwait(false));
        if (commits.Count > 0) await CommitAsync(commits).ConfigureAwait(false);
    }

    private async Task<PendingCommit> JudgeAsync(PartitionProgress progress)
    {
        var (at, count) = (progress.Acknowledged, progress.Deliveries.Count + 1);
        var isAlone = progress.Position - at == 1 || progress.Deliveries.IsSuspect(at);
        if (!isAlone) return new(progress, at, count == 1 ? new DeliveryCount(1) : new DeliveryCount(Math.Max(1, Math.Min(count, MaxDeliveries - 1)), progress.Position));
        if (count < MaxDeliveries) return new(progress, at, progress.Deliveries with { Count = count });
        var failed = await DeadLetterAsync(progress, at, count, "its consumers' sessions expired", CancellationToken.None).ConfigureAwait(false);
        return failed is null ? new(progress, at + 1, progress.Deliveries.After(at + 1)) : new(progress, at, progress.Deliveries with { Count = count });
    }
}
