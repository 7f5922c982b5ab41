using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Micro;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>The registry: new schemas over 64 connections beside single records with acks=all, and a schema by its id beside a static answer.</summary>
internal sealed class RegistryScenario : Scenario
{
    private const int Connections = 64;
    private const double OfProduce = 0.3;
    private const double OfStatic = 0.8;

    public override string Name => "registry";

    public override void Run(Bench bench)
    {
        using var bare = ServerProcess.StartNull();
        using var server = ServerProcess.StartServer(bench.NewDataDirectory());
        int length;
        using (var topics = new TopicClient(server.Port))
        {
            topics.Create("single", partitions: 1);
            topics.Register("known-value", ValidatorMicro.FlatSchema);
            length = topics.Get("/schemas/ids/1").Length;
        }

        var gets = new LoadSpec(server.Port, ["/schemas/ids/1"], BodyKind.None, Records: 1, ValueBytes: 0, Connections, bench.Options.Seconds);
        var single = gets with { Targets = ["/v1/topics/single?acks=all"], Body = BodyKind.Single, ValueBytes = 100 };
        var register = gets with { Targets = [.. Enumerable.Range(0, Connections).Select(subject => $"/subjects/s{subject}/versions")], Body = BodyKind.Registration };
        var rates = bench.Interleave(single, register, gets with { Port = bare.Port, Targets = [$"/static/{length}"] }, gets);
        Add(bench.Page, "register × 64 connections", rates[1], rates[0], "produce", OfProduce);
        Add(bench.Page, "GET /schemas/ids/{id} × 64 connections", rates[3], rates[2], "static", OfStatic);
    }

    private static void Add(Page page, string name, double[] ours, double[] limit, string comparedWith, double target)
    {
        var ratio = new Samples(ours.Zip(limit, (mine, other) => mine / other));
        page.Add(new Figure(
            name, Page.Rate(new Samples(ours).Median), $"{Page.Rate(new Samples(limit).Median)} {comparedWith}", Page.Spread(ratio), $"≥ {target:0.00} {comparedWith}", ratio.Median >= target));
    }
}
