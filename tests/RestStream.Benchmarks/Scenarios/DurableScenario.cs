using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Limits;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>What waiting for the disk costs, over one partition and over 64, in runs long enough that the bound on unsynced bytes holds acks=1 too.</summary>
internal sealed class DurableScenario : Scenario
{
    private const double RunSeconds = 10;
    private const double OfWritten = 0.85;
    private const double OfDisk = 0.7;

    public override string Name => "durable";

    public override void Run(Bench bench)
    {
        Measure(bench, partitions: 1);
        Measure(bench, partitions: 64);
    }

    private static void Measure(Bench bench, int partitions)
    {
        using var server = ServerProcess.StartServer(bench.NewDataDirectory());
        using (var topics = new TopicClient(server.Port))
        {
            topics.Create("durable", partitions);
        }

        var all = new LoadSpec(server.Port, ["/v1/topics/durable/records?acks=all"], BodyKind.Batch, Records: 100, ValueBytes: 1000, Connections: 16, RunSeconds);
        var commitBytes = CommitSize.Measure(bench, all with { Seconds = 5 });
        double Disk() => DiskLimit.Measure(bench.NewDataDirectory(), commitBytes, partitions, bench.Options.Seconds) / CommitSize.BodyBytes(all);

        var written = new List<double>();
        var synced = new List<double>();
        var disk = new List<double>();
        for (var round = 0; round < 2; round++)
        {
            written.Add(bench.Drive(all with { Targets = ["/v1/topics/durable/records?acks=1"] }));
            synced.Add(bench.Drive(all));
            disk.Add(Disk());
        }

        Report(bench.Page, partitions, written, synced, disk);
        Page.Note($"{commitBytes / 1000} kB a sync");
    }

    private static void Report(Page page, int partitions, List<double> written, List<double> synced, List<double> disk)
    {
        var ofWritten = new Samples(synced.Zip(written, (ours, limit) => ours / limit));
        var ofDisk = new Samples(synced.Zip(disk, (ours, limit) => ours / limit));
        var name = partitions == 1 ? "acks=all, 100 × 1 KB, 1 partition" : $"acks=all, 100 × 1 KB, {partitions} partitions";
        page.Add(new Figure(name, Page.Rate(new Samples(synced).Median * 100), $"{Page.Rate(new Samples(written).Median * 100)} acks=1", Page.Spread(ofWritten),
            $"≥ {OfWritten} or {OfDisk} disk", ofWritten.Median >= OfWritten || ofDisk.Median >= OfDisk));
        page.Add(new Figure("", "", $"{Page.Rate(new Samples(disk).Median * 100)} disk", Page.Spread(ofDisk), "", Passed: null));
    }
}
