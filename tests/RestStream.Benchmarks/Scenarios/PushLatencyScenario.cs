using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>A thousand subscribers of the hub, a hundred records a second: from acknowledge to client.</summary>
internal sealed class PushLatencyScenario : Scenario
{
    private const int Subscribers = 1000;
    private const int PerSecond = 100;

    public override string Name => "push";

    public override void Run(Bench bench)
    {
        using var server = ServerProcess.StartServer(bench.NewDataDirectory());
        using (var topics = new TopicClient(server.Port))
        {
            topics.Create(PushSpec.Topic, partitions: 1);
        }

        var spec = new PushSpec(server.Port, PushKind.Hub, Subscribers, PerSecond, Seconds: 10);
        PushRun.Measure(spec);
        var result = PushRun.Measure(spec);
        bench.Page.Add(AtMost("1,000 hub subscribers × 100 records/s, p99", result.P99, 100, "ms"));
        bench.Page.Add(AtMost("  deliveries that did not come", result.Missing, 0, ""));
        Page.Note($"p50 {result.P50:0.0} ms, p99 of the last quarter {result.LateP99:0.0} ms, {Page.Rate(result.RecordsPerSecond)} deliveries");
    }
}
