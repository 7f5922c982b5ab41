using System.Globalization;
using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>Ten thousand reads that wait for data which does not come.</summary>
internal sealed class ParkedScenario : Scenario
{
    private const int Polls = 10_000;
    private const double WatchSeconds = 10;

    public override string Name => "parked";

    public override void Run(Bench bench)
    {
        using var bare = ServerProcess.StartNull();
        var (limitKb, limitCpu) = Measure(bare, "/park");

        using var server = ServerProcess.StartServer(bench.NewDataDirectory());
        using (var topics = new TopicClient(server.Port))
        {
            topics.Create("parked", partitions: 1);
        }

        var (ourKb, ourCpu) = Measure(server, "/v1/topics/parked/records?from=latest&wait=60s");
        bench.Page.Add(AtMost("10,000 parked long polls, memory each", ourKb, 18, "KB", $"{Page.Number(limitKb, "KB")} bare"));
        bench.Page.Add(AtMost("10,000 parked long polls, of one core", ourCpu, 0.5, "%", $"{Page.Number(limitCpu, "%")} bare") with { Target = "0 %" });
    }

    private static (double KbEach, double CpuPercent) Measure(ServerProcess server, string target)
    {
        Park(server.Port, target, 100, () => { });
        var before = server.ResidentBytes;
        double kbEach = 0, cpuPercent = 0;
        Park(server.Port, target, Polls, () =>
        {
            Thread.Sleep(TimeSpan.FromSeconds(3));
            var used = server.ProcessorTime;
            Thread.Sleep(TimeSpan.FromSeconds(WatchSeconds));
            cpuPercent = (server.ProcessorTime - used).TotalSeconds / WatchSeconds * 100;
            kbEach = (server.ResidentBytes - before) / 1024.0 / Polls;
        });
        return (kbEach, cpuPercent);
    }

    private static void Park(int port, string target, int count, Action watch)
    {
        using var driver = ChildProcess.Self([ParkDriver.Verb, port.ToString(CultureInfo.InvariantCulture), target, count.ToString(CultureInfo.InvariantCulture)]);
        try
        {
            var line = driver.StandardOutput.ReadLine();
            if (line != ParkDriver.Parked)
            {
                throw new InvalidOperationException(line ?? "the parking driver ended");
            }

            watch();
        }
        finally
        {
            driver.Kill();
            driver.WaitForExit();
        }
    }
}
