using System.Text;
using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>A thousand records of 100 B from the page cache, against a static answer of the same length.</summary>
internal sealed class FetchScenario : Scenario
{
    private const int Records = 1000;
    private const int Pages = 64;

    public override string Name => "fetch";

    public override void Run(Bench bench)
    {
        using var bare = ServerProcess.StartNull();
        using var server = ServerProcess.StartServer(bench.NewDataDirectory());
        var targets = Enumerable.Range(0, Pages).Select(page => $"/v1/topics/fetch/records?from={page * Records}&max={Records}&maxBytes=16777216").ToArray();
        var bytes = Fill(server.Port, targets);

        var load = new LoadSpec(bare.Port, [$"/static/{bytes}"], BodyKind.None, Records, ValueBytes: 0, Connections: 16, bench.Options.Seconds);
        var rates = bench.Interleave(load, load with { Port = server.Port, Targets = targets });
        bench.Page.Add(AgainstNull("fetch 1000 × 100 B × 16 connections", rates[1], rates[0], Records, target: 0.50) with { Target = "≥ 0.50 static" });
        Page.Note($"{bytes / 1000} kB a response");
    }

    /// <returns>The mean length of the pages' answers.</returns>
    private static int Fill(int port, string[] targets)
    {
        using var topics = new TopicClient(port);
        topics.Create("fetch", partitions: 1);
        var random = new Random(1);
        for (var page = 0; page < Pages; page++)
        {
            topics.Post("/v1/topics/fetch/records", RequestBodies.Batch(random, Records, valueBytes: 100));
        }

        return (int)targets.Average(target => CheckedLength(topics.Get(target)));
    }

    private static int CheckedLength(string answer) => answer.Split("\"offset\":").Length - 1 == Records
        ? Encoding.UTF8.GetByteCount(answer)
        : throw new InvalidOperationException($"a page of {answer.Split("\"offset\":").Length - 1} records instead of {Records}");
}
