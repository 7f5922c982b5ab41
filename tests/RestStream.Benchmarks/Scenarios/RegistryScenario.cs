using System.Text.Json;
using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Micro;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>The registry: new schemas over 64 connections beside single records with acks=all, a schema by its id beside a static answer, and a start with all those schemas.</summary>
internal sealed class RegistryScenario : Scenario
{
    private const int Connections = 64;
    private const double OfProduce = 0.3;
    private const double OfStatic = 0.8;
    private const double LoadSeconds = 3;
    private const double LoadedVersions = 100_000;

    public override string Name => "registry";

    public override void Run(Bench bench)
    {
        using var bare = ServerProcess.StartNull();
        var directory = bench.NewDataDirectory();
        using var server = ServerProcess.StartServer(directory);
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
        Restart(bench, server, directory);
    }

    /// <summary>What the versions add to a start, for 100,000 of them.</summary>
    private static void Restart(Bench bench, ServerProcess server, string directory)
    {
        server.Kill();
        using var again = ServerProcess.StartServer(directory);
        using var topics = new TopicClient(again.Port);
        var versions = JsonDocument.Parse(topics.Get("/v1/topics/_schemas")).RootElement.GetProperty("partitions")[0].GetProperty("highWatermark").GetInt64();
        var more = again.TimeToReady - server.TimeToReady;
        bench.Page.Add(AtMost("start with 100,000 versions", more.TotalSeconds * LoadedVersions / versions, LoadSeconds, "s"));
        Page.Note($"{versions} versions: ready after {again.TimeToReady.TotalSeconds:0.00} s, without any after {server.TimeToReady.TotalSeconds:0.00} s; resident memory {again.ResidentBytes / 1048576} MB");
    }

    private static void Add(Page page, string name, double[] ours, double[] limit, string comparedWith, double target)
    {
        var ratio = new Samples(ours.Zip(limit, (mine, other) => mine / other));
        page.Add(new Figure(
            name, Page.Rate(new Samples(ours).Median), $"{Page.Rate(new Samples(limit).Median)} {comparedWith}", Page.Spread(ratio), $"≥ {target:0.00} {comparedWith}", ratio.Median >= target));
    }
}
