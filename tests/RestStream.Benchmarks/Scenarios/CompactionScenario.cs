using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>What a compaction costs those who produce meanwhile: 400 MB with three records of each key becomes compacted while 1,000 records a second go to another topic, and the same without, in turn.</summary>
internal sealed class CompactionScenario : Scenario
{
    private const int Partitions = 8;
    private const double Seconds = 5;
    private const int Records = 400_000, Keys = 130_000;
    private const double Target = 1.5;
    private const string Segments = "\"segment.bytes\":\"16777216\"";

    public override string Name => "compaction";

    public override void Run(Bench bench)
    {
        using var server = ServerProcess.StartServer(bench.NewDataDirectory(), "--RestStream:Storage:LogCleanerBackoff", "100ms");
        using var topics = new TopicClient(server.Port);
        topics.Create(ProduceLatencyDriver.Topic, partitions: 1);
        ProduceLatencyDriver.Drive(server.Port, Seconds);
        var (alone, beside) = (new List<WakeUpLatency>(), new List<WakeUpLatency>());
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            var topic = $"stock{round}";
            topics.Configure(topic, Partitions, $$"""{{{Segments}}}""");
            KeyedFill.Run(server.Port, topic, Records, Keys);
            alone.Add(ProduceLatencyDriver.Drive(server.Port, Seconds));
            topics.Configure(topic, Partitions, $$"""{{{Segments}},"cleanup.policy":"compact","min.cleanable.dirty.ratio":"0.01"}""");
            beside.Add(ProduceLatencyDriver.Drive(server.Port, Seconds));
        }

        Report(bench.Page, alone, beside);
        Page.Note(Work(topics));
    }

    private static void Report(Page page, List<WakeUpLatency> alone, List<WakeUpLatency> beside)
    {
        var ratio = new Samples(beside.Zip(alone, (with, without) => with.P99 / without.P99));
        page.Add(new Figure(
            "produce p99 beside a compaction, 1,000/s", Page.Number(new Samples(beside.Select(b => b.P99)).Median, "ms"), $"{Page.Number(new Samples(alone.Select(a => a.P99)).Median, "ms")} without",
            Page.Spread(ratio), $"≤ {Target:0.0} without", ratio.Median <= Target));
        Page.Note($"p50 {new Samples(alone.Select(a => a.P50)).Median:0.00} → {new Samples(beside.Select(b => b.P50)).Median:0.00} ms, largest {alone.Max(a => a.Max):0} → {beside.Max(b => b.Max):0} ms");
    }

    private static string Work(TopicClient topics)
    {
        double Metric(string name) => topics.Metric(line => line.StartsWith(name, StringComparison.Ordinal));
        var seconds = Metric("reststream_log_cleaner_clean_time_seconds_sum");
        return $"compactions took {seconds:0.0} s in all, read {Metric("reststream_log_cleaner_read_bytes_total") / 1e6:0} MB and wrote {Metric("reststream_log_cleaner_written_bytes_total") / 1e6:0} MB";
    }
}
