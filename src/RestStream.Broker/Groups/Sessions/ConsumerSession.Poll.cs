using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Groups;

namespace RestStream.Broker.Groups.Sessions;

/// <summary>
/// A poll: takes the turn from the one before, waits for an assignment when there never was one, starts the commit of what is acknowledged, reads on while that is synced, waits for records when
/// there are none, and lets go what a rebalance took away. Reading and committing overlap; the answer waits for both.
/// </summary>
internal sealed partial class ConsumerSession
{
    private static readonly TimeSpan HandOverTime = TimeSpan.FromMilliseconds(500);
    private static readonly TaskCompletionSource Never = new();

    private readonly List<AssignedPartition> _assignedNews = [];
    private readonly List<AssignedPartition> _revokedNews = [];
    private PollTurn? _turn;
    private bool _mustSettle;

    /// <inheritdoc/>
    public async ValueTask<Outcome<ConsumerPoll>> PollAsync(ConsumerPollRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        _context.Metrics.Polled();
        var turn = new PollTurn();
        if (TakeTurn(turn, out var before) is { } over) return over;
        var isAnswered = false;
        var began = _context.Time.GetTimestamp();
        try
        {
            if (before is not null) await before.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (await SettleAsync(turn, request.MaxWait, cancellationToken).ConfigureAwait(false) is { } notIn) return notIn;
            request = request with { MaxWait = request.MaxWait - _context.Time.GetElapsedTime(began) };
            var polled = await AcknowledgeAndReadAsync(request, turn, cancellationToken).ConfigureAwait(false);
            isAnswered = polled.IsSuccess;
            return polled;
        }
        catch (OperationCanceledException) when (turn.IsSuperseded && !cancellationToken.IsCancellationRequested)
        {
            return SessionErrors.Superseded;
        }
        finally
        {
            turn.End();
            if (!isAnswered) EndAnswer();
        }
    }

    /// <inheritdoc/>
    public void Deliver(ConsumerPoll poll, ReadOnlySpan<long> nextOffsets)
    {
        ArgumentNullException.ThrowIfNull(poll);
        lock (_lock)
        {
            for (var i = 0; i < poll.Partitions.Count; i++)
            {
                var read = poll.Partitions[i];
                if (!_owned.TryGetValue(new AssignedPartition(read.Topic, read.Partition), out var progress) || progress.OwnedSince != read.OwnedSince) continue;
                progress.IsInFlight = false;
                if (nextOffsets[i] <= read.Position) continue;
                progress.Position = nextOffsets[i];
                progress.IsCountable |= read.Position <= progress.Acknowledged;
                progress.Delivered = Math.Max(progress.Delivered, nextOffsets[i]);
            }

            ReleaseRevoked(also: progress => !progress.HasUnacknowledged);
        }
    }

    private Error? TakeTurn(PollTurn turn, out PollTurn? before)
    {
        CancellationTokenSource? waiting;
        lock (_lock)
        {
            before = _turn;
            if (_isExpiring || _ended is not null) return _ended ?? SessionErrors.Unknown(Group, MemberId);
            waiting = before?.Supersede();
            _turn = turn;
            BeginAnswer();
        }

        Cancel(waiting);
        return null;
    }

    /// <summary>A first poll, and one that changed the subscription, waits for the assignment that it asked for.</summary>
    private async ValueTask<Error?> SettleAsync(PollTurn turn, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        var began = _context.Time.GetTimestamp();
        while (true)
        {
            Task rebalance;
            CancellationTokenSource? wait;
            TimeSpan left;
            lock (_lock)
            {
                turn.TakeNews();
                if (_ended is not null || turn.IsSuperseded) return _ended ?? SessionErrors.Superseded;
                left = LeftToSettle(maxWait, _context.Time.GetElapsedTime(began));
                if (left <= TimeSpan.Zero) return EndSettling();
                (rebalance, wait) = (_rebalance ?? Never.Task, turn.BeginWait(cancellationToken));
            }

            using (wait) await WaitAsync(rebalance, left, wait!.Token, cancellationToken).ConfigureAwait(false);
            lock (_lock) turn.EndWait();
        }
    }

    /// <summary>How long a poll still waits for its assignment; nothing when it is there. Under the lock.</summary>
    private TimeSpan LeftToSettle(TimeSpan maxWait, TimeSpan elapsed)
    {
        if (!_mustSettle) return TimeSpan.Zero;
        if (_generation < 0 || _rebalance is not null) return maxWait + _context.Options.MaxJoinWait - elapsed;
        // Its partitions may be on their way: a cooperative owner lets them go first, which takes one generation more.
        return _owned.Count == 0 && _isCooperative ? HandOverTime - elapsed : TimeSpan.Zero;
    }

    private Error? EndSettling()
    {
        if (_generation >= 0) _mustSettle = false;
        // A static member that waits for others has no id yet.
        return _memberId.Length == 0 ? SessionErrors.Of(ErrorCode.RebalanceInProgress, Group) : null;
    }

    private async ValueTask WaitAsync(Task task, TimeSpan atMost, CancellationToken waiting, CancellationToken caller)
    {
        try
        {
            await task.WaitAsync(atMost, _context.Time, waiting).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Others are slow: whoever waited looks at what there is.
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            // Woken: likewise.
        }
    }

    private async ValueTask<Outcome<ConsumerPoll>> AcknowledgeAndReadAsync(ConsumerPollRequest request, PollTurn turn, CancellationToken cancellationToken)
    {
        var prepared = await PrepareCommitsAsync(request, cancellationToken).ConfigureAwait(false);
        if (!prepared.IsSuccess) return prepared.Error;
        var commits = prepared.Value;
        // Started before the read: the sync of the one goes on beside the other.
        var commit = commits.Count == 0 ? Task.FromResult<Error?>(null) : CommitAsync(commits).AsTask();
        var resets = new List<PositionReset>();
        FetchResult fetched;
        ReadPlan plan;
        try
        {
            (fetched, plan) = await ReadAsync(request, commits, commit, resets, turn, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await commit.ConfigureAwait(false);
            throw;
        }

        if (await commit.ConfigureAwait(false) is { } refused)
        {
            fetched.Dispose();
            return refused;
        }

        lock (_lock) ReleaseRevoked(also: _ => true);
        return Finish(plan, fetched, resets);
    }

    /// <summary>Takes in what was read of partitions that are still owned.</summary>
    private Outcome<ConsumerPoll> Finish(ReadPlan plan, FetchResult fetched, List<PositionReset> resets)
    {
        lock (_lock)
        {
            if (_ended is not null)
            {
                fetched.Dispose();
                return _ended;
            }

            var partitions = new List<OwnedPartition>(plan.Partitions.Count);
            var entries = new List<FetchedPartition>(plan.Partitions.Count);
            for (var i = 0; i < plan.Partitions.Count; i++)
            {
                var progress = plan.Partitions[i];
                var entry = fetched.Partitions[i];
                if (!IsOwned(progress) || progress.IsRevoked || entry.Error == ErrorCode.UnknownTopicOrPartition) continue;
                progress.IsInFlight = entry.Batches.Length > 0 || entry.Error != ErrorCode.None || entry.LogStartOffset > plan.Places[i].Offset;
                partitions.Add(progress.ToOwned(plan.Places[i].Offset));
                entries.Add(entry);
            }

            var poll = new ConsumerPoll(_generation, Assignment(), partitions, entries.Count == fetched.Partitions.Count ? fetched : fetched.Select(entries), EndAnswer)
            {
                Assigned = TakeAll(_assignedNews),
                Revoked = TakeAll(_revokedNews),
                Resets = resets,
            };
            return poll;
        }
    }

    private static AssignedPartition[] TakeAll(List<AssignedPartition> news)
    {
        if (news.Count == 0) return [];
        AssignedPartition[] taken = [.. news];
        news.Clear();
        return taken;
    }

    /// <summary>A parked poll returns at once.</summary>
    private void WakePoll()
    {
        CancellationTokenSource? waiting;
        lock (_lock) waiting = _turn?.Wake();
        Cancel(waiting);
    }
}
