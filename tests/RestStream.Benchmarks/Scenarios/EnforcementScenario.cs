using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Micro;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>
/// What a record that is checked costs the server beside one that is not: at most one and a half times what a pass of Utf8JsonReader costs in the same place (<see cref="GatedServer"/>).
/// </summary>
internal sealed class EnforcementScenario : Scenario
{
    private const int Records = 1000;
    private const double Passes = 1.5;
    private static readonly string[] Topics = ["plain", "checked", GatedServer.ReadTopic];

    public override string Name => "enforcement";

    public override void Run(Bench bench)
    {
        using var server = ServerProcess.StartGated(bench.NewDataDirectory());
        using (var topics = new TopicClient(server.Port))
        {
            foreach (var topic in Topics) topics.Create(topic, partitions: 1);
            foreach (var topic in Topics[1..])
            {
                topics.Register(topic + "-value", ValidatorMicro.FlatSchema);
                topics.Enforce(topic);
            }

            // No object: the server's own gate would refuse it.
            topics.Post($"/v1/topics/{GatedServer.ReadTopic}", "1"u8.ToArray());
        }

        var loads = Topics.Select(topic =>
            new LoadSpec(server.Port, [$"/v1/topics/{topic}/records?acks=1"], BodyKind.Batch, Records, ValueBytes: 100, Connections: 4, bench.Options.Seconds)).ToArray();
        foreach (var load in loads) bench.Drive(load with { Seconds = 5 });
        var rounds = Enumerable.Range(0, bench.Options.Rounds).Select(_ => loads.Select(load => Cost(bench, server, load)).ToArray()).ToList();
        var (plain, ours, read) = (Median(rounds, 0), Median(rounds, 1), Median(rounds, 2));
        var ratio = new Samples(rounds.Select(round => (round[1] - round[0]) / (round[2] - round[0])));
        bench.Page.Add(new Figure(
            "produce, checked: CPU a record", Page.Number(ours - plain, "ns more"), $"{Page.Number(read - plain, "ns more")} reader", Page.Spread(ratio), $"≤ {Passes} reader", ratio.Median <= Passes));
        Page.Note($"user CPU a record: {plain:0} ns plain, {ours:0} ns checked, {read:0} ns with a pass of Utf8JsonReader in the check's place");
    }

    private static double Median(List<double[]> rounds, int load) => new Samples(rounds.Select(round => round[load])).Median;

    /// <summary>The time of the server's own code a record, ns. The kernel's is left out: it writes as much for all, and what it does by the second, syncs among it, counts more a record where fewer come.</summary>
    private static double Cost(Bench bench, ServerProcess server, LoadSpec load)
    {
        var before = server.UserTime;
        var rate = bench.Drive(load);
        return (server.UserTime - before).TotalNanoseconds / (rate * load.Seconds * Records);
    }
}
