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
        var commitBytes = CommitSize.Measure(bench, ours with { Seconds = 5 });
        double Disk() => DiskLimit.Measure(bench.NewDataDirectory(), commitBytes, files: 1, bench.Options.Seconds) / CommitSize.BodyBytes(ours);

        var nulls = new List<double>();
        var stored = new List<double>();
        var disk = new List<double>();
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            nulls.Add(bench.Drive(ours with { Port = bare.Port }));
            stored.Add(bench.Drive(ours));
            disk.Add(Disk());
        }

        Report(bench.Page, stored, nulls, disk);
        Page.Note($"{commitBytes / 1000} kB a sync");
    }

    private static void Report(Page page, List<double> stored, List<double> nulls, List<double> disk)
    {
        var ofNull = new Samples(stored.Zip(nulls, (mine, limit) => mine / limit));
        var ofDisk = new Samples(stored.Zip(disk, (mine, limit) => mine / limit));
        page.Add(AgainstNull("produce 100 × 1 KB × 16 connections, acks=1", [.. stored], [.. nulls], Records, OfNull) with
        {
            Target = $"≥ {OfNull} null or {OfDisk} disk",
            Passed = ofNull.Median >= OfNull || ofDisk.Median >= OfDisk,
        });
        page.Add(new Figure("", "", $"{Page.Rate(new Samples(disk).Median * Records)} disk", Page.Spread(ofDisk), "", Passed: null));
    }
}
