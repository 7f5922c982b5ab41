using System.Globalization;
using System.Text.Json;
using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>From sending a record (acks=all) to having it in the answer of a waiting read, at 1,000 records a second.</summary>
internal sealed class WakeUpScenario : Scenario
{
    private const double Seconds = 10;

    public override string Name => "wakeup";

    public override void Run(Bench bench)
    {
        using var server = ServerProcess.StartServer(bench.NewDataDirectory());
        using (var topics = new TopicClient(server.Port))
        {
            topics.Create(WakeUpDriver.Topic, partitions: 1);
        }

        Drive(server.Port, 5);
        var latency = Drive(server.Port, Seconds);
        bench.Page.Add(AtMost("produce → long poll at 1,000/s, p50", latency.P50, 1, "ms"));
        bench.Page.Add(AtMost("produce → long poll at 1,000/s, p99", latency.P99, 5, "ms"));
        Page.Note($"{latency.Records} records in {Seconds} s, largest {latency.Max:0.0} ms");
    }

    private static WakeUpLatency Drive(int port, double seconds)
    {
        using var driver = ChildProcess.Self([WakeUpDriver.Verb, port.ToString(CultureInfo.InvariantCulture), seconds.ToString(CultureInfo.InvariantCulture)]);
        var answer = driver.StandardOutput.ReadToEnd();
        driver.WaitForExit();
        return JsonSerializer.Deserialize<WakeUpLatency>(answer)!;
    }
}
