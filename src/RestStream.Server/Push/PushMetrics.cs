using System.Diagnostics.Metrics;

namespace RestStream.Server.Push;

/// <summary>The hub's instruments. The share of batches that were not rendered anew is <c>shared / (shared + rendered)</c>. Thread-safe.</summary>
internal sealed class PushMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "RestStream.Server.Push";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _frames;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _rendered;
    private readonly Counter<long> _renderedBytes;
    private readonly Counter<long> _shared;
    private int _subscriptions;
    private int _paused;

    public PushMetrics()
    {
        _frames = _meter.CreateCounter<long>("reststream.push.frames", null, "Frames given to subscriptions of the hub.");
        _bytes = _meter.CreateCounter<long>("reststream.push.sent", "By", "Bytes of records in those frames.");
        _rendered = _meter.CreateCounter<long>("reststream.push.batches.rendered", null, "Batches that were fetched and rendered.");
        _renderedBytes = _meter.CreateCounter<long>("reststream.push.batches.rendered.size", "By", "Their bytes.");
        _shared = _meter.CreateCounter<long>("reststream.push.batches.shared", null, "Batches that a subscriber got of another's fetch.");
        _meter.CreateObservableGauge("reststream.push.subscriptions", () => Volatile.Read(ref _subscriptions), null, "Subscriptions of the hub, group members among them.");
        _meter.CreateObservableGauge("reststream.push.paused", () => Volatile.Read(ref _paused), null, "Subscriptions that wait for credits or for Resume.");
    }

    /// <summary>How many subscriptions are open.</summary>
    public int Subscriptions => Volatile.Read(ref _subscriptions);

    /// <summary>How many of them wait for their client.</summary>
    public int Paused => Volatile.Read(ref _paused);

    public void Opened() => Interlocked.Increment(ref _subscriptions);

    public void Closed() => Interlocked.Decrement(ref _subscriptions);

    public void BeganPause() => Interlocked.Increment(ref _paused);

    public void EndedPause() => Interlocked.Decrement(ref _paused);

    public void Sent(int recordBytes)
    {
        _frames.Add(1);
        if (recordBytes > 0) _bytes.Add(recordBytes);
    }

    public void Rendered(int bytes)
    {
        _rendered.Add(1);
        _renderedBytes.Add(bytes);
    }

    public void Shared() => _shared.Add(1);

    public void Dispose() => _meter.Dispose();
}
