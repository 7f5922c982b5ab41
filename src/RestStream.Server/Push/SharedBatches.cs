using System.Diagnostics;
using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Server.Records;

namespace RestStream.Server.Push;

/// <summary>
/// Gives subscribers of the hub and streams their next batch. Those at the same place with the same shape share everything: the fetch, its wait, the rendered bytes. What was rendered is kept for a
/// moment, within a bound, for others that come to the same place. Append knows nothing of it. One timer for all, armed only while something is kept. Thread-safe.
/// </summary>
internal sealed class SharedBatches : IDisposable
{
    private readonly ILogEngine _engine;
    private readonly BatchRenderer _renderer;
    private readonly PushOptions _options;
    private readonly PushMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;
    private readonly Lock _gate = new();
    private readonly Dictionary<BatchKey, BatchFlight> _flights = [];
    private readonly Queue<BatchFlight> _kept = new();
    private long _keptBytes;
    private int _turn;

    public SharedBatches(ILogEngine engine, BatchRenderer renderer, PushOptions options, PushMetrics metrics, TimeProvider time)
    {
        (_engine, _renderer, _options, _metrics, _time) = (engine, renderer, options, metrics, time);
        _sweep = time.CreateTimer(static self => ((SharedBatches)self!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The bytes that are kept for others now.</summary>
    public long KeptBytes => Interlocked.Read(ref _keptBytes);

    /// <summary>The batch behind a place: at once when there is something, else as soon as there is, or an empty one when nothing came for as long as the shape waits, or the
    /// topics changed. The caller holds it and releases it once.</summary>
    /// <exception cref="OperationCanceledException">The caller left; nothing is held.</exception>
    public ValueTask<SharedBatch> NextAsync(ReadPositions place, BatchShape shape, long? topicsVersion, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var key = new BatchKey(place.Cursor, place.Selection, shape, topicsVersion);
        BatchFlight? flight;
        bool isNew;
        lock (_gate)
        {
            isNew = !_flights.TryGetValue(key, out flight);
            if (isNew) _flights.Add(key, flight = new BatchFlight(key));
            else if (flight!.Batch is null) flight.Waiters++;
            else return new(Held(flight.Batch));
        }

        if (isNew) _ = FlyAsync(flight, place);
        else _metrics.Shared();
        return WaitAsync(flight, cancellationToken);
    }

    public void Dispose()
    {
        _sweep.Dispose();
        lock (_gate)
        {
            while (_kept.Count > 0) LetGo(_kept.Dequeue());
        }
    }

    private SharedBatch Held(SharedBatch batch)
    {
        batch.Hold(1);
        _metrics.Shared();
        return batch;
    }

    private async ValueTask<SharedBatch> WaitAsync(BatchFlight flight, CancellationToken cancellationToken)
    {
        try
        {
            return await flight.Landing.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Leave(flight);
            throw;
        }
    }

    private void Leave(BatchFlight flight)
    {
        lock (_gate)
        {
            if (flight.Batch is { } landed)
            {
                landed.Release();
                return;
            }

            if (--flight.Waiters > 0) return;
            Forget(flight);
        }

        flight.Abandon();
    }

    private async Task FlyAsync(BatchFlight flight, ReadPositions place)
    {
        try
        {
            Land(flight, await FetchAsync(flight, place));
        }
        catch (Exception e)
        {
            lock (_gate) Forget(flight);
            flight.Landing.TrySetException(e);
            // Nobody may be left to look at it.
            _ = flight.Landing.Task.Exception;
        }
    }

    private async Task<SharedBatch> FetchAsync(BatchFlight flight, ReadPositions place)
    {
        var shape = flight.Key.Shape;
        var began = _time.GetTimestamp();
        var request = new FetchRequest(place.ToFetch(Interlocked.Increment(ref _turn)), shape.MaxRecords, shape.MaxBytes, 1, shape.Wait)
        {
            Follows = place.Topics.Length == 1 ? place.Topics[0].Follows : null,
            TopicsVersion = flight.Key.TopicsVersion,
        };
        using var fetched = await _engine.FetchAsync(request, flight.Abandoned);
        var batch = _renderer.Render(fetched, place, shape, isIdle: _time.GetElapsedTime(began) >= shape.Wait);
        _metrics.Rendered(batch.Bytes);
        return batch;
    }

    private void Land(BatchFlight flight, SharedBatch batch)
    {
        lock (_gate)
        {
            batch.Hold(flight.Waiters);
            flight.Batch = batch;
            if (batch.Count > 0 && _flights.TryGetValue(flight.Key, out var current) && current == flight) Keep(flight, batch);
            else Drop(flight, batch);
        }

        flight.Landing.SetResult(batch);
    }

    private void Keep(BatchFlight flight, SharedBatch batch)
    {
        flight.KeptSince = _time.GetTimestamp();
        if (_kept.Count == 0) _sweep.Change(_options.SharedBatchTime, Timeout.InfiniteTimeSpan);
        _kept.Enqueue(flight);
        _keptBytes += batch.HeldBytes;
        while (_kept.TryPeek(out var oldest) && (_keptBytes > _options.SharedBatchBytes || IsOld(oldest))) LetGo(_kept.Dequeue());
    }

    private void Sweep()
    {
        lock (_gate)
        {
            while (_kept.TryPeek(out var oldest) && IsOld(oldest)) LetGo(_kept.Dequeue());
            if (_kept.Count > 0) _sweep.Change(_options.SharedBatchTime, Timeout.InfiniteTimeSpan);
        }
    }

    private bool IsOld(BatchFlight flight) => _time.GetElapsedTime(flight.KeptSince) >= _options.SharedBatchTime;

    private void LetGo(BatchFlight flight)
    {
        Debug.Assert(flight.Batch is not null);
        _keptBytes -= flight.Batch.HeldBytes;
        Drop(flight, flight.Batch);
    }

    private void Drop(BatchFlight flight, SharedBatch batch)
    {
        Forget(flight);
        batch.Release();
    }

    private void Forget(BatchFlight flight)
    {
        if (_flights.TryGetValue(flight.Key, out var current) && current == flight) _flights.Remove(flight.Key);
    }
}
