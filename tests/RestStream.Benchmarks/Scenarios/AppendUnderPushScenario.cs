using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>What subscribers of the topic leave of the append's rate: they share its two cores, with the driver that reads for them.</summary>
internal sealed class AppendUnderPushScenario : Scenario
{
    private const int Records = 100;

    public override string Name => "append";

    public override void Run(Bench bench)
    {
        using var server = ServerProcess.StartServer(bench.NewDataDirectory());
        using (var topics = new TopicClient(server.Port))
        {
            topics.Create(PushSpec.Topic, partitions: 1);
        }

        var load = new LoadSpec(server.Port, [$"/v1/topics/{PushSpec.Topic}/records?acks=1"], BodyKind.Batch, Records, ValueBytes: 100, Connections: 16, bench.Options.Seconds);
        bench.Drive(load with { Seconds = 5 });
        var alone = bench.Drive(load);
        foreach (var subscribers in new[] { 1, 1000 })
        {
            using var run = PushRun.Start(new PushSpec(server.Port, PushKind.Hub, subscribers, PerSecond: -1, Seconds: 1000));
            var rate = bench.Drive(load);
            bench.Page.Add(new Figure($"append under {subscribers} hub subscribers", Page.Rate(rate * Records), $"{Page.Rate(alone * Records)} alone", Page.Number(rate / alone, ""), "", Passed: null));
        }
    }
}
