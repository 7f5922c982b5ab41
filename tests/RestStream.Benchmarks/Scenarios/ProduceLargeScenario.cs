using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Limits;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>A hundred records of 1 KB a request, 16 connections: bound by copies, or by the disk.</summary>
internal sealed class ProduceLargeScenario : Scenario
{
    private const int Records = 100;
    private const double OfNull = 0.35;
    private const double OfDisk = 0.7;

    public override string Name => "large";

    public override void Run(Bench bench)
    {
        using var bare = ServerProcess.StartNull();
        using var server = ServerProcess.StartServer(bench.NewDataDirectory());
        using (var topics = new TopicClient(server.Port))
        {
            topics.Create("large", partitions: 1);
        }

        var ours = new LoadSpec(server.Port, ["/v1/topics/large/records?acks=1"], BodyKind.Batch, Records, ValueBytes: 1000, Connections: 16, bench.Options.Seconds);
        var rates = bench.Interleave(ours with { Port = bare.Port }, ours);
        var commitBytes = CommitSize.Measure(bench, ours);
        var disk = DiskLimit.Measure(bench.NewDataDirectory(), commitBytes, files: 1, bench.Options.Seconds) / CommitSize.BodyBytes(ours);

        var ratio = new Samples(rates[1].Zip(rates[0], (mine, limit) => mine / limit));
        var rate = new Samples(rates[1]).Median;
        var name = "produce 100 × 1 KB × 16 connections, acks=1";
        bench.Page.Add(AgainstNull(name, rates[1], rates[0], Records, OfNull) with
        {
            Target = $"≥ {OfNull} null or {OfDisk} disk",
            Passed = ratio.Median >= OfNull || rate >= OfDisk * disk,
        });
        Page.Note($"disk, one file, {commitBytes / 1000} kB a sync as the server's own: {Page.Rate(disk * Records)}; ours is {rate / disk:0.00} of it");
    }
}
