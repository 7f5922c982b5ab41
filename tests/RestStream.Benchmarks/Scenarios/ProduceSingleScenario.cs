using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Limits;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>One record of 100 B a request, 64 connections.</summary>
internal sealed class ProduceSingleScenario : Scenario
{
    public override string Name => "single";

    public override void Run(Bench bench)
    {
        using var bare = ServerProcess.StartNull();
        using var server = ServerProcess.StartServer(bench.NewDataDirectory());
        using (var topics = new TopicClient(server.Port))
        {
            topics.Create("single", partitions: 1);
        }

        var load = new LoadSpec(bare.Port, ["/v1/topics/single"], BodyKind.Single, Records: 1, ValueBytes: 100, Connections: 64, bench.Options.Seconds);
        var rates = bench.Interleave(
            load,
            load with { Port = server.Port, Targets = ["/v1/topics/single?acks=1"] },
            load with { Port = server.Port, Targets = ["/v1/topics/single?acks=all"] });
        bench.Page.Add(AgainstNull("produce 1 × 100 B × 64 connections, acks=1", rates[1], rates[0], 1, target: 0.60));
        bench.Page.Add(AgainstNull("produce 1 × 100 B × 64 connections, acks=all", rates[2], rates[0], 1, target: 0.45));

        const int CommitBytes = 8192;
        var sync = 1000 * CommitBytes / DiskLimit.Measure(bench.NewDataDirectory(), CommitBytes, files: 1, seconds: 1);
        Page.Note($"a write and sync of {CommitBytes} bytes takes this disk {sync:0.00} ms now; a waiting produce takes one to two of them");
    }
}
