using System.Globalization;
using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>
/// Ten thousand reads that wait for data which does not come. Kestrel walks over its connections once a second on a thread of its own, whoever waits on them, and that cannot be set:
/// its time is told, and the server is judged by what all other threads take.
/// </summary>
internal sealed class ParkedScenario : Scenario
{
    private const int Polls = 10_000;
    private const double WatchSeconds = 10;
    private const string Heartbeat = "Kestrel Timer";

    public override string Name => "parked";

    public override void Run(Bench bench)
    {
        using var bare = ServerProcess.StartNull();
        var (limitKb, limitCpu, _) = Measure(bare, "/park");

        using var server = ServerProcess.StartServer(bench.NewDataDirectory());
        using (var topics = new TopicClient(server.Port))
        {
            topics.Create("parked", partitions: 1);
        }

        var (ourKb, allCpu, ourCpu) = Measure(server, "/v1/topics/parked/records?from=latest&wait=60s");
        bench.Page.Add(AtMost("10,000 parked long polls, memory each", ourKb, 18, "KB", $"{Page.Number(limitKb, "KB")} bare"));
        bench.Page.Add(AtMost("10,000 parked long polls, of one core", ourCpu, 0.1, "%", "") with { Target = "0 %" });
        Page.Note($"with Kestrel's heartbeat {Page.Number(allCpu, "%")}, bare Kestrel {Page.Number(limitCpu, "%")}");
    }

    private static (double KbEach, double CpuPercent, double WithoutHeartbeat) Measure(ServerProcess server, string target)
    {
        Park(server.Port, target, 100, () => { });
        var before = server.ResidentBytes;
        double kbEach = 0, cpuPercent = 0, withoutHeartbeat = 0;
        Park(server.Port, target, Polls, () =>
        {
            Thread.Sleep(TimeSpan.FromSeconds(3));
            var (used, usedWithout) = (server.ProcessorTime, server.ThreadTimesExcept(Heartbeat));
            Thread.Sleep(TimeSpan.FromSeconds(WatchSeconds));
            cpuPercent = (server.ProcessorTime - used).TotalSeconds / WatchSeconds * 100;
            withoutHeartbeat = server.ThreadTimesExcept(Heartbeat).Sum(thread => thread.Value - usedWithout.GetValueOrDefault(thread.Key)) / 1e9 / WatchSeconds * 100;
            kbEach = (server.ResidentBytes - before) / 1024.0 / Polls;
        });
        return (kbEach, cpuPercent, withoutHeartbeat);
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
