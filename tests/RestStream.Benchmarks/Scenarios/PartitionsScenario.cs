using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Processes;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>Ten thousand partitions: what a start takes, and what they cost when nobody uses them.</summary>
internal sealed class PartitionsScenario : Scenario
{
    private const int Topics = 20;
    private const int PartitionsEach = 500;

    public override string Name => "partitions";

    public override void Run(Bench bench)
    {
        var directory = bench.NewDataDirectory();
        using (var first = ServerProcess.StartServer(directory))
        {
            using var topics = new TopicClient(first.Port);
            for (var i = 0; i < Topics; i++)
            {
                topics.Create($"many-{i}", PartitionsEach);
            }

            first.Stop();
        }

        using var server = ServerProcess.StartServer(directory);
        bench.Page.Add(AtMost("10,000 partitions, ready after", server.TimeToReady.TotalSeconds, 3, "s"));
        Thread.Sleep(TimeSpan.FromSeconds(5));
        bench.Page.Add(AtMost("10,000 partitions, idle memory", server.ResidentBytes / 1048576.0, 150, "MB"));
    }
}
