using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Groups;
using RestStream.Server.Errors;
using RestStream.Server.Groups;
using RestStream.Server.Records;
using RestStream.Server.Schemas;

namespace RestStream.Server.Push;

/// <summary>
/// A member of a group that is told what it owns and sent its records. The session lives as long as the stream; what was sent and not committed is delivered again to whoever
/// gets the partition. It ends as a <see cref="Subscription"/> does, and when the group does not know the member any more.
/// </summary>
internal sealed class GroupStream : IPushStream
{
    private readonly PushServices _services;
    private readonly Truncations _truncations;
    private readonly RecordViews _views;
    private readonly IConsumerSession _session;
    private readonly JoinRequest _request;
    private readonly SubscriptionControl _control;
    private readonly DeliveredOffsets _delivered = new();
    private IReadOnlyList<Gap> _untold = [];

    public GroupStream(PushServices services, Truncations truncations, RecordViews views, string id, IConsumerSession session, JoinRequest request)
    {
        (_services, _truncations, _views, Id, _session, _request) = (services, truncations, views, id, session, request);
        _control = new SubscriptionControl(new ReadPositions([]), null, request.Credits, services.Options.MaxCredits);
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <summary>The frames. Enumerated once; its end is the session's.</summary>
    public async IAsyncEnumerable<PushFrame> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var session = _session;
        using var leaving = cancellationToken.UnsafeRegister(static self => ((SubscriptionControl)self!).Interrupt(), _control);
        using var stopping = _services.Stop.Register(_control.End);
        var isFirst = true;
        while (true)
        {
            var turn = await _control.NextAsync(_services.Metrics, cancellationToken);
            if (turn.IsOver) yield return new PushFrame { Type = FrameType.Idle, Subscription = Id, Epoch = 0, Ending = "shutting-down" };
            if (turn.IsOver) yield break;
            var began = _services.Time.GetTimestamp();
            if (await PollAsync(turn, isFirst, cancellationToken) is not { } poll) continue;
            using (poll)
            {
                if (poll.Revoked.Count > 0) yield return Revoked(poll);
                var isIn = isFirst && poll.Generation >= 0;
                if (isIn || poll.Assigned.Count > 0 || poll.Revoked.Count > 0) yield return Assigned(poll);
                isFirst &= !isIn;
                using var batch = await DeliverAsync(poll, turn, isIdle: _services.Time.GetElapsedTime(began) >= _services.Options.IdleInterval);
                if (batch.Gaps.Count > 0) yield return new PushFrame { Type = FrameType.Gap, Subscription = Id, Epoch = 0, Gaps = batch.Gaps };
                if (batch.Count > 0) yield return RecordsFrame(batch);
                else if (batch is { Problem: not null, Gaps.Count: 0 }) throw HubProblems.ToException(batch.Problem);
                else if (batch.IsIdle) yield return new PushFrame { Type = FrameType.Idle, Subscription = Id, Epoch = 0, Lag = batch.Lag };
            }
        }
    }

    /// <inheritdoc/>
    public void Credit(int count)
    {
        if (!_control.TryCredit(count)) throw HubProblems.ToException(new Problem(HttpErrors.ValidationFailed, "The member joined without 'credits': it is sent what the transport takes."));
    }

    /// <inheritdoc/>
    public void Pause() => _control.Pause();

    /// <inheritdoc/>
    public void Resume() => _control.Resume();

    /// <inheritdoc/>
    public int Seek(CursorSet? cursor, Position? position) =>
        throw HubProblems.ToException(new Problem(HttpErrors.ValidationFailed, "A member reads from what its group has committed: reset the group's offsets, or subscribe without a group."));

    /// <inheritdoc/>
    public async Task CommitAsync(JsonElement to)
    {
        var offsets = CommitTarget.Read(to, _session, _delivered);
        if (offsets.Count > 0 && await _session.CommitAsync(offsets, CancellationToken.None) is { } error) throw HubProblems.ToException(Problem.From(error));
    }

    private async ValueTask<ConsumerPoll?> PollAsync(Turn turn, bool isFirst, CancellationToken cancellationToken)
    {
        try
        {
            // The first waits for the assignment whatever it says, and shall tell it before there is a record.
            var wait = isFirst ? TimeSpan.Zero : _services.Options.IdleInterval;
            var polled = await _session.PollAsync(new ConsumerPollRequest(_request.MaxRecords, _request.MaxBytes, wait), turn.Interrupted);
            return polled.IsSuccess ? polled.Value : throw HubProblems.ToException(Problem.From(polled.Error));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    // Of a pause that came meanwhile nothing is delivered: the next poll reads it again.
    private async ValueTask<MemberBatch> DeliverAsync(ConsumerPoll poll, Turn turn, bool isIdle)
    {
        _delivered.Remove(poll.Revoked);
        var batch = MemberBatch.Render(poll, _truncations, _request.MaxRecords, _views.Make(_request.View), isIdle, _untold);
        _untold = [];
        if (batch.IsEmpty) return batch;
        if (!_control.TryMove(turn.Epoch, turn.Place, spendsCredit: batch.Count > 0)) return Keep(batch);
        _session.Deliver(poll, batch.NextOffsets);
        var delivered = PollWriter.Delivered(poll, batch.NextOffsets);
        if (!await IsOursAsync(delivered)) return Withdraw(poll, batch);
        _delivered.Add(delivered);
        return batch;
    }

    // A partition that went to another member just now is that one's to deliver.
    private async ValueTask<bool> IsOursAsync(List<Acknowledgement> delivered)
    {
        if (delivered.Count == 0) return true;
        if (!_request.IsAuto) return OwnedNow().IsSupersetOf(delivered.Select(one => (one.Topic!, one.Partition, one.OwnedSince)));
        if (await _session.CommitAsync(delivered, CancellationToken.None) is not { } error) return true;
        return error.Code is ErrorCode.StaleAck or ErrorCode.RebalanceInProgress ? false : throw HubProblems.ToException(Problem.From(error));
    }

    // One partition that is lost takes the batch with it: what is still owned is read again by the next poll.
    private MemberBatch Withdraw(ConsumerPoll poll, MemberBatch batch)
    {
        var owned = OwnedNow();
        for (var i = 0; i < poll.Partitions.Count; i++)
        {
            var read = poll.Partitions[i];
            if (batch.NextOffsets[i] > read.Position && owned.Contains((read.Topic, read.Partition, read.OwnedSince))) _session.Seek(new(read.Topic, read.Partition), read.Position);
        }

        if (batch.Count > 0) _control.TryCredit(1);
        return Keep(batch);
    }

    // Gaps of the log are found again with the records; a poll tells a reset once.
    private MemberBatch Keep(MemberBatch batch)
    {
        _untold = batch.Resets;
        return batch.Emptied();
    }

    private HashSet<(string Topic, int Partition, int OwnedSince)> OwnedNow() => [.. _session.Owned.Select(one => (one.Topic, one.Partition, one.OwnedSince))];

    private PushFrame Assigned(ConsumerPoll poll) => new()
    {
        Type = FrameType.Assigned,
        Subscription = Id,
        Epoch = 0,
        Member = _session.MemberId,
        Generation = poll.Generation,
        Assignment = poll.Assignment,
    };

    private PushFrame Revoked(ConsumerPoll poll) => new()
    {
        Type = FrameType.Revoked,
        Subscription = Id,
        Epoch = 0,
        Generation = poll.Generation,
        Partitions = poll.Revoked,
    };

    private PushFrame RecordsFrame(MemberBatch batch)
    {
        _services.Metrics.Sent(batch.Records.Length);
        return new() { Type = FrameType.Records, Subscription = Id, Epoch = 0, Records = batch.Records, Lag = batch.Lag };
    }
}
