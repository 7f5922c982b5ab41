using System.Diagnostics.Metrics;

namespace RestStream.Broker.Groups.Sessions;

/// <summary>What sessions count, in the meter <c>RestStream.Broker</c>. Thread-safe.</summary>
internal sealed class SessionMetrics : IDisposable
{
    private readonly Meter _meter = new("RestStream.Broker");
    private readonly Counter<long> _polls;
    private readonly Counter<long> _staleAcks;
    private readonly Counter<long> _expired;
    private readonly Counter<long> _deadLetters;

    public SessionMetrics(Func<int> open)
    {
        _meter.CreateObservableGauge("reststream.groups.sessions", open, description: "Consumers' sessions in memory.");
        _polls = _meter.CreateCounter<long>("reststream.groups.polls", description: "Polls of consumers, by HTTP, streams and hubs.");
        _staleAcks = _meter.CreateCounter<long>("reststream.groups.stale_acks", description: "Acknowledgements refused because a partition was lost.");
        _expired = _meter.CreateCounter<long>("reststream.groups.expired_sessions", description: "Sessions that expired because no poll came.");
        _deadLetters = _meter.CreateCounter<long>("reststream.groups.dead_letters", description: "Records that went to a consumer's dead-letter topic.");
    }

    public void Polled() => _polls.Add(1);

    public void StaleAck() => _staleAcks.Add(1);

    public void Expired() => _expired.Add(1);

    public void DeadLettered() => _deadLetters.Add(1);

    public void Dispose() => _meter.Dispose();
}
