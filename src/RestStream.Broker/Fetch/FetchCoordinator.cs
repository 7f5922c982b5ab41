using RestStream.Broker.Timing;
using RestStream.Broker.Topics;
using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Storage;

namespace RestStream.Broker.Fetch;

/// <summary>Answers fetches: at once when there is enough, else parked (<see cref="ParkedFetch"/>). Thread-safe.</summary>
internal sealed class FetchCoordinator(TopicRegistry topics, EngineOptions options, TimeProvider time, IStorageEvents events, BrokerMetrics metrics) : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Deadlines _deadlines = new(time, options.DeadlineGrain);
    private volatile bool _isStopping;
    private int _parked;

    /// <summary>How many fetches wait now.</summary>
    public int Parked => Volatile.Read(ref _parked);

    public ValueTask<FetchResult> FetchAsync(FetchRequest request, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<FetchResult>(cancellationToken);
        var logs = new PartitionLog?[request.Partitions.Count];
        for (var i = 0; i < logs.Length; i++) logs[i] = topics.FindLog(request.Partitions[i].Topic, request.Partitions[i].Partition);

        var pass = Read(request, logs);
        if (pass.IsEnough || HasGrown(request) || request.MaxWait <= TimeSpan.Zero || _isStopping) return new(Answered(pass));
        pass.Discard();
        if (Interlocked.Increment(ref _parked) <= options.MaxParkedFetches) return new ParkedFetch(this, request, logs).Start(cancellationToken);
        Interlocked.Decrement(ref _parked);
        return new(TooMany(request, logs));
    }

    /// <summary>Makes those that wait look again which may care. Called after topics were made or partitions added, which the logs do not signal.</summary>
    public void TopicsChanged(bool hasMorePartitions) => _deadlines.ForEach(waiter =>
    {
        if (waiter is ParkedFetch fetch && (hasMorePartitions || fetch.WatchesTopics)) fetch.Signal();
    });

    /// <summary>Answers all that wait; from now on none waits.</summary>
    public void BeginStop()
    {
        _isStopping = true;
        foreach (var fetch in _deadlines.TakeAll()) ((ParkedFetch)fetch).End(FetchEnding.Stop);
    }

    public void Dispose() => _deadlines.Dispose();

    internal FetchPass Read(FetchRequest request, PartitionLog?[] logs) => FetchPass.Run(request, logs, options.MaxFetchBytes, events);

    internal bool HasGrown(FetchRequest request) =>
        (request.TopicsVersion is { } version && version != topics.Version)
        || (request.Follows is { } known && topics.TryFind(known.Name, out var today) && today.State.Partitions.Length != known.PartitionCount);

    internal FetchResult Answered(FetchPass pass)
    {
        metrics.Fetched(pass.Bytes);
        return pass.TakeResult();
    }

    internal void Register(ParkedFetch fetch, TimeSpan wait)
    {
        _deadlines.Add(fetch, wait < LongestWait ? wait : LongestWait);
        // A stop that began before has not seen it.
        if (_isStopping) fetch.End(FetchEnding.Stop);
    }

    internal void Unregister(ParkedFetch fetch)
    {
        _deadlines.Remove(fetch);
        Interlocked.Decrement(ref _parked);
    }

    private static FetchResult TooMany(FetchRequest request, PartitionLog?[] logs)
    {
        var entries = new FetchedPartition[logs.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            var (topic, partition, _) = request.Partitions[i];
            entries[i] = new FetchedPartition(
                topic, partition, ErrorCode.TooManyRequests, logs[i]?.LogStartOffset ?? -1, logs[i]?.HighWatermark ?? -1, -1, default);
        }

        return new FetchResult(entries, []);
    }
}
