using System.Runtime.InteropServices;
using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Groups;

namespace RestStream.Broker.Groups.Sessions;

/// <summary>What a poll reads, and from where: at once what there is, else it waits; what was rejected or asked for again is gone back to, and positions that the log lost begin anew.</summary>
internal sealed partial class ConsumerSession
{
    private int _rotation;

    private async ValueTask<(FetchResult Fetched, ReadPlan Plan)> ReadAsync(
        ConsumerPollRequest request, List<PendingCommit> commits, Task<Error?> commit, List<PositionReset> resets, PollTurn turn, CancellationToken cancellationToken)
    {
        var began = _context.Time.GetTimestamp();
        var isFirst = true;
        while (true)
        {
            if (!request.Rewinds && isFirst) GoBackToRejected(commits);
            var plan = Plan(request.Rewinds && isFirst, commits, resets, releases: isFirst && commits.Count == 0);
            isFirst = false;
            var fetched = await FetchAsync(request, plan, TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false);
            if (ResetBeyondEnd(plan, fetched, resets))
            {
                fetched.Dispose();
                continue;
            }

            var left = request.MaxWait - _context.Time.GetElapsedTime(began);
            if (resets.Count > 0 || left <= TimeSpan.Zero || HasNews(fetched)) return (fetched, plan);
            // Whoever is refused hears of it at once, not when records come.
            if (await commit.ConfigureAwait(false) is not null) return (fetched, plan);
            fetched.Dispose();
            if (await FetchWaitingAsync(request, plan, left, turn, cancellationToken).ConfigureAwait(false) is { } waited) return (waited, plan);
            request = request with { MaxWait = TimeSpan.Zero };
        }
    }

    /// <summary>Waits for records; null when something else happened first that the poll returns for.</summary>
    private async ValueTask<FetchResult?> FetchWaitingAsync(ConsumerPollRequest request, ReadPlan plan, TimeSpan wait, PollTurn turn, CancellationToken cancellationToken)
    {
        CancellationTokenSource? waiting;
        lock (_lock) waiting = turn.BeginWait(cancellationToken);
        using (waiting)
        {
            try
            {
                return waiting is null ? null : await FetchAsync(request, plan, wait, waiting.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (turn.HasNews && !turn.IsSuperseded && !cancellationToken.IsCancellationRequested)
            {
                return null;
            }
            finally
            {
                lock (_lock) turn.EndWait();
            }
        }
    }

    private ValueTask<FetchResult> FetchAsync(ConsumerPollRequest request, ReadPlan plan, TimeSpan wait, CancellationToken cancellationToken) =>
        _context.Fetcher.FetchAsync(new FetchRequest(plan.Places, request.MaxRecords, request.MaxBytes, 1, wait), cancellationToken);

    private static bool HasNews(FetchResult fetched)
    {
        foreach (var partition in fetched.Partitions)
        {
            if (partition.Error != ErrorCode.None || partition.Batches.Length > 0) return true;
        }

        return false;
    }

    /// <summary>What to read, and from where. What a rebalance took away is left out, as are topics that are gone.</summary>
    private ReadPlan Plan(bool rewinds, List<PendingCommit> commits, List<PositionReset> resets, bool releases)
    {
        var plan = new ReadPlan();
        lock (_lock)
        {
            if (releases) ReleaseRevoked(also: _ => true);
            var count = _owned.Count;
            if (count == 0) return plan;
            // Of many partitions another one is first each time, so that none starves the others.
            var first = (int)((uint)_rotation++ % (uint)count);
            var later = new List<PartitionProgress>(first);
            foreach (var progress in _owned.Values)
            {
                if (rewinds) Rewind(progress, commits);
                if (later.Count < first) later.Add(progress);
                else AddTo(plan, progress, resets);
            }

            foreach (var progress in later) AddTo(plan, progress, resets);
        }

        return plan;
    }

    private void AddTo(ReadPlan plan, PartitionProgress progress, List<PositionReset> resets)
    {
        var (topic, partition) = progress.Partition;
        if (progress.IsRevoked || _context.Topics.Resolve(topic) is not { } today || partition >= today.PartitionCount) return;
        if (today.Id != progress.TopicId)
        {
            if (progress.Acknowledged > 0) resets.Add(new PositionReset(topic, partition, progress.Acknowledged, 0));
            progress.BeginAnew(today.Id, _generation);
        }

        plan.Add(progress, progress.Position);
    }

    private void GoBackToRejected(List<PendingCommit> commits)
    {
        lock (_lock)
        {
            foreach (var commit in commits)
            {
                if (commit.IsRejection) commit.Progress.Position = commit.Offset;
            }
        }
    }

    private static void Rewind(PartitionProgress progress, List<PendingCommit> commits)
    {
        progress.IsInFlight = false;
        progress.Position = progress.Acknowledged;
        foreach (ref readonly var commit in CollectionsMarshal.AsSpan(commits))
        {
            if (commit.Progress == progress) progress.Position = commit.Offset;
        }
    }

    /// <summary>True when a position lay beyond its partition's end: the log lost records that were committed. Reading begins anew there, and says so.</summary>
    private bool ResetBeyondEnd(ReadPlan plan, FetchResult fetched, List<PositionReset> resets)
    {
        var isReset = false;
        for (var i = 0; i < plan.Partitions.Count; i++)
        {
            var entry = fetched.Partitions[i];
            if (entry.Error != ErrorCode.OffsetOutOfRange) continue;
            isReset = true;
            lock (_lock)
            {
                var progress = plan.Partitions[i];
                resets.Add(new PositionReset(entry.Topic, entry.Partition, plan.Places[i].Offset, entry.LogStartOffset));
                (progress.Position, progress.Acknowledged, progress.Delivered) = (entry.LogStartOffset, entry.LogStartOffset, entry.LogStartOffset);
            }
        }

        return isReset;
    }
}
