using System.Diagnostics.Metrics;

namespace RestStream.Broker;

/// <summary>The engine's meter, <c>RestStream.Broker</c>. Thread-safe.</summary>
internal sealed class BrokerMetrics : IDisposable
{
    private readonly Meter _meter = new("RestStream.Broker");
    private readonly Counter<long> _produceRequests;
    private readonly Counter<long> _producedRecords;
    private readonly Counter<long> _producedBytes;
    private readonly Counter<long> _refusedRecords;
    private readonly Counter<long> _fetchRequests;
    private readonly Counter<long> _fetchedBytes;

    public BrokerMetrics(Func<int> parkedFetches, Func<int> topics, Func<int> partitions)
    {
        _produceRequests = _meter.CreateCounter<long>("reststream.produce.requests", description: "Produce requests.");
        _producedRecords = _meter.CreateCounter<long>("reststream.produce.records", description: "Records appended.");
        _producedBytes = _meter.CreateCounter<long>("reststream.produce.bytes", "By", "Bytes of the batches appended.");
        _refusedRecords = _meter.CreateCounter<long>("reststream.produce.refused_records", description: "Records that were not stored.");
        _fetchRequests = _meter.CreateCounter<long>("reststream.fetch.requests", description: "Fetch requests answered.");
        _fetchedBytes = _meter.CreateCounter<long>("reststream.fetch.bytes", "By", "Bytes of the batches read.");
        _meter.CreateObservableGauge("reststream.fetch.parked", parkedFetches, description: "Fetches that wait for records.");
        _meter.CreateObservableGauge("reststream.topics", topics, description: "Topics.");
        _meter.CreateObservableGauge("reststream.partitions", partitions, description: "Partitions of all topics.");
    }

    public void Produced(long records, long bytes, long refused)
    {
        _produceRequests.Add(1);
        _producedRecords.Add(records);
        _producedBytes.Add(bytes);
        if (refused > 0) _refusedRecords.Add(refused);
    }

    public void Fetched(long bytes)
    {
        _fetchRequests.Add(1);
        _fetchedBytes.Add(bytes);
    }

    public void Dispose() => _meter.Dispose();
}
