using System.Globalization;
using System.Text.Json;
using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>Sixteen groups that poll 500 records of 100 B and acknowledge them with the next poll, against sixteen plain readers.</summary>
internal sealed class GroupPollScenario : Scenario
{
    private const string Topic = "polled";
    private const int Records = 500;
    private const double Target = 0.5;

    public override string Name => "poll";

    public override void Run(Bench bench)
    {
        using var server = ServerProcess.StartServer(bench.NewDataDirectory());
        Fill(server.Port);
        var spec = new GroupSpec(server.Port, Topic, Readers: 16, Groups: true, Records, Seconds: 5);
        Drive(spec);
        Drive(spec with { Groups = false });

        var (polls, reads) = (new List<double>(), new List<double>());
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            reads.Add(Drive(spec with { Groups = false, Seconds = bench.Options.Seconds }));
            polls.Add(Drive(spec with { Seconds = bench.Options.Seconds }));
        }

        var ratio = new Samples(polls.Zip(reads, (ours, limit) => ours / limit));
        bench.Page.Add(new Figure("group poll 500 × 100 B with acks × 16 groups", Page.Rate(new Samples(polls).Median * Records), $"{Page.Rate(new Samples(reads).Median * Records)} read",
            Page.Spread(ratio), $"≥ {Target} read", ratio.Median >= Target));
    }

    private static void Fill(int port)
    {
        using var topics = new TopicClient(port);
        topics.Create(Topic, partitions: 1);
        var random = new Random(1);
        for (var batch = 0; batch < 400; batch++) topics.Post($"/v1/topics/{Topic}/records", RequestBodies.Batch(random, Records, valueBytes: 100));
    }

    private static double Drive(GroupSpec spec)
    {
        using var driver = ChildProcess.Self([GroupDriver.Verb, JsonSerializer.Serialize(spec)]);
        var answer = driver.StandardOutput.ReadToEnd();
        driver.WaitForExit();
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }
}
