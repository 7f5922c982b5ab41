using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>One subscriber that reads nothing for a minute beside a hundred that do.</summary>
internal sealed class StalledSubscriberScenario : Scenario
{
    private const int Subscribers = 100;
    private const int PerSecond = 200;
    private const double Seconds = 60;

    public override string Name => "stalled";

    public override void Run(Bench bench)
    {
        using var server = ServerProcess.StartServer(bench.NewDataDirectory());
        using (var topics = new TopicClient(server.Port))
        {
            topics.Create(PushSpec.Topic, partitions: 1);
        }

        var spec = new PushSpec(server.Port, PushKind.Hub, Subscribers, PerSecond, Seconds / 4);
        PushRun.Measure(spec);
        var alone = PushRun.Measure(spec with { Seconds = Seconds / 2 });
        var before = server.ResidentBytes;
        var beside = PushRun.Measure(spec with { Seconds = Seconds, Stalled = 1 });
        var grown = (server.ResidentBytes - before) / 1e6;
        bench.Page.Add(new Figure("100 subscribers beside one that reads nothing, p99", Page.Number(beside.P99, "ms"), $"{Page.Number(alone.P99, "ms")} alone",
            Page.Number(beside.P99 / alone.P99, ""), "≤ 1.2", beside.P99 <= 1.2 * alone.P99));
        bench.Page.Add(AtMost("  memory grown in that minute", grown, 5, "MB"));
    }
}
