using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>Ten thousand SSE subscribers to whom nothing happens but a comment every 15 s.</summary>
internal sealed class IdleSubscribersScenario : Scenario
{
    private const int Subscribers = 10_000;
    private const double Seconds = 30;

    // Two comments to everyone: by then the code is compiled for good, which is no cost of being idle.
    private const double Warm = 35;
    private const string Heartbeat = "Kestrel Timer";

    public override string Name => "idle";

    public override void Run(Bench bench)
    {
        using var server = ServerProcess.StartServer(bench.NewDataDirectory());
        using (var topics = new TopicClient(server.Port))
        {
            topics.Create(PushSpec.Topic, partitions: 1);
        }

        var spec = new PushSpec(server.Port, PushKind.Events, 100, PerSecond: -1, Seconds: 2);
        PushRun.Measure(spec);
        var before = server.ResidentBytes;
        using var run = PushRun.Start(spec with { Subscribers = Subscribers, Seconds = 10 * Seconds });
        Thread.Sleep(TimeSpan.FromSeconds(Warm));
        var (used, usedWithout) = (server.ProcessorTime, server.ThreadTimesExcept(Heartbeat));
        Thread.Sleep(TimeSpan.FromSeconds(Seconds));
        var all = (server.ProcessorTime - used).TotalSeconds / Seconds * 100;
        var ours = server.ThreadTimesExcept(Heartbeat).Sum(thread => thread.Value - usedWithout.GetValueOrDefault(thread.Key)) / 1e9 / Seconds * 100;
        bench.Page.Add(AtMost("10,000 idle SSE subscribers, of one core", ours, 1, "%"));
        bench.Page.Add(AtMost("10,000 idle SSE subscribers, memory each", (server.ResidentBytes - before) / 1024.0 / Subscribers, 20, "KB"));
        Page.Note($"with Kestrel's heartbeat {Page.Number(all, "%")}");
    }
}
