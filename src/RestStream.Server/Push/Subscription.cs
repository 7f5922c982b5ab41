using System.Runtime.CompilerServices;
using System.Text.Json;
using RestStream.Core.Fetch;
using RestStream.Server.Errors;
using RestStream.Server.Records;

namespace RestStream.Server.Push;

/// <summary>
/// A fetch loop with a cursor that writes to one client. While it waits for credits it holds its place and nothing else; while it waits for records it shares a fetch with
/// all others at its place. Its client's calls come on other threads. It ends
/// <list type="number">
/// <item>when the client ends the stream or leaves;</item>
/// <item>when the server stops: with a last frame that has the cursor;</item>
/// <item>when a topic that it names is gone, or a batch cannot be read: with the problem.</item>
/// </list>
/// </summary>
internal sealed class Subscription : IPushStream
{
    private readonly PushServices _services;
    private readonly SubscribeRequest _request;
    private readonly SubscriptionControl _control;
    private long _topicsVersion;
    private long _lastFrame;

    /// <summary>A subscription at a place, found when the topics had a version.</summary>
    public Subscription(PushServices services, string id, SubscribeRequest request, ReadPositions place, IReadOnlyList<Gap> gaps, long topicsVersion)
    {
        (_services, Id, _request, _topicsVersion, _lastFrame) = (services, id, request, topicsVersion, services.Time.GetTimestamp());
        _control = new SubscriptionControl(place, services.Starts.Describe(id, 0, place, gaps), request.Credits, services.Options.MaxCredits);
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <summary>The frames. Enumerated once.</summary>
    public async IAsyncEnumerable<PushFrame> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The hub enumerates on the loop that reads the connection's calls, which must not wait for a fetch.
        await Task.Yield();
        using var leaving = cancellationToken.UnsafeRegister(static self => ((SubscriptionControl)self!).Interrupt(), _control);
        using var stopping = _services.Stop.Register(_control.End);
        while (true)
        {
            var turn = await _control.NextAsync(_services.Metrics, cancellationToken);
            if (turn.Announcement is not null) yield return turn.Announcement;
            if (turn.IsOver) yield return Ending(turn);
            if (turn.IsOver) yield break;
            if (turn.Announcement is not null) continue;
            if (TopicsChanged && TryFollowTopics(turn, out var gap))
            {
                if (gap is not null) yield return gap;
                continue;
            }

            if (await FetchAsync(turn, cancellationToken) is not { } batch) continue;
            try
            {
                if (batch.Gaps.Count > 0) yield return GapFrame(turn.Epoch, batch);
                if (batch.Count > 0) yield return RecordsFrame(turn.Epoch, batch);
                else if (batch.IsIdle || IsProgressDue(batch, turn)) yield return IdleFrame(turn.Epoch, batch);
                else if (batch is { Problem: not null, Gaps.Count: 0 } && !TopicsChanged) throw HubProblems.ToException(batch.Problem);
                // A filter that wants nothing would scan on and on without ever letting go of the thread.
                else await Task.Yield();
            }
            finally
            {
                batch.Release();
            }
        }
    }

    /// <inheritdoc/>
    public void Credit(int count)
    {
        if (!_control.TryCredit(count)) throw HubProblems.ToException(new Problem(HttpErrors.ValidationFailed, "The subscription was made without 'credits': it sends as the transport takes."));
    }

    /// <inheritdoc/>
    public void Pause() => _control.Pause();

    /// <inheritdoc/>
    public void Resume() => _control.Resume();

    /// <inheritdoc/>
    public int Seek(CursorSet? cursor, Position? position)
    {
        var gaps = new List<Gap>();
        var place = _services.Starts.Find(_request.Topics, cursor, position, gaps, out var problem);
        if (place is null) throw HubProblems.ToException(problem!);
        return _control.Seek(place, epoch => _services.Starts.Describe(Id, epoch, place, gaps));
    }

    /// <inheritdoc/>
    public Task CommitAsync(JsonElement to) =>
        throw HubProblems.ToException(new Problem(HttpErrors.ValidationFailed, "The subscription is no member of a group: its client keeps the cursor. Use JoinGroup for a group's offsets."));

    // The client gets its frame of the place before, or nothing: a fetch that was interrupted has moved nothing.
    private async ValueTask<SharedBatch?> FetchAsync(Turn turn, CancellationToken cancellationToken)
    {
        try
        {
            var batch = await _services.Batches.NextAsync(turn.Place, _request.Shape, WatchedVersion(turn.Place), turn.Interrupted);
            if (_control.TryMove(turn.Epoch, batch.After, spendsCredit: batch.Count > 0)) return batch;
            batch.Release();
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    // A wait for one topic ends by itself when that has more partitions or is gone.
    private long? WatchedVersion(ReadPositions place) => _request.Topics.HasPatterns || place.Topics.Length != 1 ? _topicsVersion : null;

    // Then a topic that is gone may be one that a pattern does without.
    private bool TopicsChanged => _services.Engine.Version != _topicsVersion;

    /// <summary>True when the subscription goes on from another place now, with the gap frame to tell if there is one.</summary>
    private bool TryFollowTopics(in Turn turn, out PushFrame? gap)
    {
        gap = null;
        var version = _services.Engine.Version;
        var gaps = new List<Gap>();
        var place = _services.Starts.Follow(_request.Topics, turn.Place, gaps, out var problem);
        if (place is null) throw HubProblems.ToException(problem!);
        // A call of the client came between: the next turn looks again.
        if (place != turn.Place && !_control.TryMove(turn.Epoch, place, spendsCredit: false)) return true;
        _topicsVersion = version;
        if (gaps.Count > 0) gap = new PushFrame { Type = FrameType.Gap, Subscription = Id, Epoch = turn.Epoch, Cursor = place.Cursor, Gaps = gaps };
        return place != turn.Place;
    }

    // A filter that wants nothing for long: the client shall know how far it has looked.
    private bool IsProgressDue(SharedBatch batch, in Turn turn) =>
        batch.After != turn.Place && _services.Time.GetElapsedTime(_lastFrame) >= _services.Options.IdleInterval;

    private PushFrame GapFrame(int epoch, SharedBatch batch) => new()
    {
        Type = FrameType.Gap,
        Subscription = Id,
        Epoch = epoch,
        Cursor = batch.Count > 0 ? null : batch.After.Cursor,
        Gaps = batch.Gaps,
    };

    private PushFrame RecordsFrame(int epoch, SharedBatch batch)
    {
        _services.Metrics.Sent(batch.Records.Length);
        _lastFrame = _services.Time.GetTimestamp();
        return new()
        {
            Type = FrameType.Records,
            Subscription = Id,
            Epoch = epoch,
            Cursor = batch.After.Cursor,
            Records = batch.Records,
            HighWatermark = batch.HighWatermarks,
            Lag = batch.Lag,
        };
    }

    private PushFrame IdleFrame(int epoch, SharedBatch batch)
    {
        _lastFrame = _services.Time.GetTimestamp();
        return new()
        {
            Type = FrameType.Idle,
            Subscription = Id,
            Epoch = epoch,
            Cursor = batch.After.Cursor,
            HighWatermark = batch.HighWatermarks,
            Lag = batch.Lag,
        };
    }

    private PushFrame Ending(in Turn turn) => new()
    {
        Type = FrameType.Idle,
        Subscription = Id,
        Epoch = turn.Epoch,
        Cursor = turn.Place.Cursor,
        Ending = "shutting-down",
    };
}
