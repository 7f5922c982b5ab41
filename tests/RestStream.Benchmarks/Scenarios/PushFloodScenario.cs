using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>A thousand subscribers while records are produced as fast as they are taken, against bare Kestrel writing as many bytes a flush to as many connections.</summary>
internal sealed class PushFloodScenario : Scenario
{
    private const int Subscribers = 1000;
    private const double Seconds = 5;
    private int _frameBytes;

    public override string Name => "flood";

    public override void Run(Bench bench)
    {
        Measure(bench, PushKind.Hub, "SignalR", 0.2);
        Measure(bench, PushKind.Events, "SSE", 0.4);
    }

    // The hub counts its frames; a stream's batches are the same ones, so its limit has the same flushes.
    private void Measure(Bench bench, PushKind kind, string name, double target)
    {
        using var server = ServerProcess.StartServer(bench.NewDataDirectory());
        using var topics = new TopicClient(server.Port);
        topics.Create(PushSpec.Topic, partitions: 1);
        using var bare = ServerProcess.StartNull();

        var ratios = new List<double>();
        var (ours, limit) = (0.0, 0.0);
        for (var round = 0; round < 2; round++)
        {
            var (frames, bytes) = Sent(topics);
            ours = PushRun.Measure(new PushSpec(server.Port, kind, Subscribers, PerSecond: 0, Seconds)).BytesPerSecond;
            var (framesNow, bytesNow) = Sent(topics);
            if (kind == PushKind.Hub) _frameBytes = (int)((bytesNow - bytes) / Math.Max(1, framesNow - frames));
            limit = PushRun.Measure(new PushSpec(bare.Port, PushKind.Bare, Subscribers, PerSecond: 0, Seconds, FrameBytes: _frameBytes)).BytesPerSecond;
            ratios.Add(ours / limit);
        }

        var ratio = new Samples(ratios);
        bench.Page.Add(new Figure($"{name} to 1,000, produced without pause", Page.ByteRate(ours), $"{Page.ByteRate(limit)} bare", Page.Spread(ratio), $"≥ {target} bare", ratio.Median >= target));
        Page.Note($"{_frameBytes} B a flush");
    }

    private static (double Frames, double Bytes) Sent(TopicClient topics) => (topics.Metric("reststream_push_frames_total"), topics.Metric("reststream_push_sent_bytes_total"));
}
