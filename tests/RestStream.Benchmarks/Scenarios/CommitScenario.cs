using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Processes;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>Commits of 64 groups over 64 connections, each on disk before its answer.</summary>
internal sealed class CommitScenario : Scenario
{
    private const int Groups = 64;

    public override string Name => "commit";

    public override void Run(Bench bench)
    {
        using var bare = ServerProcess.StartNull();
        using var server = ServerProcess.StartServer(bench.NewDataDirectory());
        using (var topics = new TopicClient(server.Port))
        {
            topics.Create(RequestBodies.CommittedTopic, partitions: 1);
        }

        var targets = Enumerable.Range(0, Groups).Select(group => $"/v1/groups/g{group}/commit").ToArray();
        var ours = new LoadSpec(server.Port, targets, BodyKind.Commit, Records: 1, ValueBytes: 0, Connections: 64, bench.Options.Seconds);
        var rates = bench.Interleave(ours with { Port = bare.Port }, ours);
        bench.Page.Add(AgainstNull("commit × 64 connections", rates[1], rates[0], 1, 0.4));
    }
}
