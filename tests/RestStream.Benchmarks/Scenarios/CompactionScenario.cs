using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>What a compaction costs those who produce meanwhile: a gigabyte with many records of each key becomes compacted while 1,000 records a second go to another topic.</summary>
internal sealed class CompactionScenario : Scenario
{
    private const int Partitions = 8;
    private const double Seconds = 10;
    private const double FillSeconds = 8;
    private const double Target = 1.5;

    public override string Name => "compaction";

    public override void Run(Bench bench)
    {
        using var server = ServerProcess.StartServer(bench.NewDataDirectory(), "--RestStream:Storage:LogCleanerBackoff", "100ms");
        using var topics = new TopicClient(server.Port);
        topics.Create(ProduceLatencyDriver.Topic, partitions: 1);
        const string Segments = "\"segment.bytes\":\"16777216\"";
        topics.Configure("stock", Partitions, $$"""{{{Segments}}}""");
        var written = FillSeconds * 100 * bench.Drive(new LoadSpec(
            server.Port, ["/v1/topics/stock/records?acks=1"], BodyKind.Batch, Records: 100, ValueBytes: 1000, Connections: 8, FillSeconds));

        ProduceLatencyDriver.Drive(server.Port, 5);
        var alone = ProduceLatencyDriver.Drive(server.Port, Seconds);
        topics.Configure("stock", Partitions, $$"""{{{Segments}},"cleanup.policy":"compact","min.cleanable.dirty.ratio":"0.01"}""");
        var beside = ProduceLatencyDriver.Drive(server.Port, Seconds);
        bench.Page.Add(new Figure(
            "produce p99 beside a compaction, 1,000/s", Page.Number(beside.P99, "ms"), $"{Page.Number(alone.P99, "ms")} without", $"{beside.P99 / alone.P99:0.00}", $"≤ {Target:0.0} without",
            beside.P99 <= Target * alone.P99));
        var read = topics.Metric(name => name.StartsWith("reststream_log_cleaner_read_bytes_total", StringComparison.Ordinal));
        var busy = topics.Metric(name => name.StartsWith("reststream_log_cleaner_clean_time_seconds_sum", StringComparison.Ordinal));
        Page.Note($"{written / 1e6:0.0} million records; compactions that ended in the {Seconds:0} s took {busy:0.0} s and read {read / 1e6:0} MB; p50 {alone.P50:0.00} → {beside.P50:0.00} ms, largest {alone.Max:0} → {beside.Max:0} ms");
    }
}
