using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Processes;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>A server with one topic: its memory, its start, and its start after a kill in the middle of a load.</summary>
internal sealed class StartScenario : Scenario
{
    public override string Name => "start";

    public override void Run(Bench bench)
    {
        var directory = bench.NewDataDirectory();
        using (var server = ServerProcess.StartServer(directory))
        {
            bench.Page.Add(AtMost("ready after a first start", server.TimeToReady.TotalSeconds, 2, "s"));
            using var topics = new TopicClient(server.Port);
            topics.Post("/v1/topics/start", "{\"mag\":4.2}"u8.ToArray());
            Thread.Sleep(TimeSpan.FromSeconds(5));
            bench.Page.Add(AtMost("idle memory with one topic", server.ResidentBytes / 1048576.0, 100, "MB"));
            KillUnderLoad(bench, server);
        }

        using var again = ServerProcess.StartServer(directory);
        bench.Page.Add(AtMost("ready after kill -9 under load", again.TimeToReady.TotalSeconds, 2, "s"));
    }

    private static void KillUnderLoad(Bench bench, ServerProcess server)
    {
        var load = new LoadSpec(server.Port, ["/v1/topics/start/records?acks=1"], BodyKind.Batch, Records: 100, ValueBytes: 1000, Connections: 16, Seconds: 5);
        var driving = Task.Run(() => bench.Driver.Run(load));
        Thread.Sleep(TimeSpan.FromSeconds(4));
        server.Kill();
        driving.GetAwaiter().GetResult();
    }
}
