using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Processes;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>A thousand records of 100 B a request, 16 connections: the JSON scan's figure.</summary>
internal sealed class ProduceBatchScenario : Scenario
{
    private const int Records = 1000;

    public override string Name => "batch";

    public override void Run(Bench bench)
    {
        using var bare = ServerProcess.StartNull();
        using var server = ServerProcess.StartServer(bench.NewDataDirectory());
        using (var topics = new TopicClient(server.Port))
        {
            topics.Create("batch", partitions: 1);
        }

        var load = new LoadSpec(bare.Port, ["/v1/topics/batch/records?acks=1"], BodyKind.Batch, Records, ValueBytes: 100, Connections: 16, bench.Options.Seconds);
        var rates = bench.Interleave(load, load with { Port = server.Port });
        bench.Page.Add(AgainstNull("produce 1000 × 100 B × 16 connections, acks=1", rates[1], rates[0], Records, target: 0.20));
    }
}
