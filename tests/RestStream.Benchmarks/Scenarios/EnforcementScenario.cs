using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Micro;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>What a record that is checked costs the server beside one that is not: at most one and a half passes of Utf8JsonReader more, measured as the server is: with all cores busy.</summary>
internal sealed class EnforcementScenario : Scenario
{
    private const int Records = 1000;
    private const double Passes = 1.5;
    private static readonly TimeSpan s_readerTime = TimeSpan.FromSeconds(1);

    public override string Name => "enforcement";

    public override void Run(Bench bench)
    {
        using var server = ServerProcess.StartServer(bench.NewDataDirectory());
        using (var topics = new TopicClient(server.Port))
        {
            topics.Create("plain", partitions: 1);
            topics.Create("checked", partitions: 1);
            topics.Register("checked-value", ValidatorMicro.FlatSchema);
            topics.Enforce("checked");
        }

        var plain = new LoadSpec(server.Port, ["/v1/topics/plain/records?acks=1"], BodyKind.Batch, Records, ValueBytes: 100, Connections: 4, bench.Options.Seconds);
        var enforced = plain with { Targets = ["/v1/topics/checked/records?acks=1"] };
        foreach (var load in new[] { plain, enforced }) bench.Drive(load with { Seconds = 5 });
        var values = RequestBodies.Values(plain);
        var (plainNs, checkedNs, readerNs) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            plainNs.Add(Cost(bench, server, plain));
            checkedNs.Add(Cost(bench, server, enforced));
            readerNs.Add(ValidatorMicro.BusyReader(values, s_readerTime));
        }

        var more = new Samples(checkedNs.Zip(plainNs, readerNs).Select(round => (round.First - round.Second) / round.Third));
        bench.Page.Add(new Figure(
            "produce, checked: CPU a record", Page.Number(new Samples(checkedNs).Median, "ns"), $"{Page.Number(new Samples(plainNs).Median, "ns")} plain", Page.Spread(more) + " passes",
            $"≤ plain + {Passes} passes", more.Median <= Passes));
        Page.Note($"a pass of Utf8JsonReader over a record's value takes {new Samples(readerNs).Median:0} ns while both cores are busy, as they are under load");
    }

    /// <summary>The server's processor time a record, ns.</summary>
    private static double Cost(Bench bench, ServerProcess server, LoadSpec load)
    {
        var before = server.ProcessorTime;
        var rate = bench.Drive(load);
        return (server.ProcessorTime - before).TotalNanoseconds / (rate * load.Seconds * Records);
    }
}
