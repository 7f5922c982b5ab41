using RestStream.Benchmarks.Micro;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>The validator alone, beside a plain pass of Utf8JsonReader over the same bytes.</summary>
internal sealed class ValidatorScenario : Scenario
{
    private const double Bound = 1.5;

    public override string Name => "validator";

    public override void Run(Bench bench)
    {
        Add(bench, ValidatorMicro.Flat);
        Add(bench, ValidatorMicro.Nested);
    }

    private static void Add(Bench bench, (string Name, string Schema, byte[][] Records) load)
    {
        var runs = Enumerable.Range(0, bench.Options.Rounds).Select(_ => ValidatorMicro.Measure(load.Schema, load.Records)).ToList();
        var ratio = new Samples(runs.Select(run => run.Validator / run.Reader));
        bench.Page.Add(new Figure(
            $"validate: {load.Name}", Page.Number(new Samples(runs.Select(run => run.Validator)).Median, "ns"), $"{Page.Number(new Samples(runs.Select(run => run.Reader)).Median, "ns")} reader",
            Page.Spread(ratio), $"≤ {Bound} reader", ratio.Median <= Bound));
        bench.Page.Add(AtMost($"  allocation of a valid record", runs.Min(run => run.Allocated), 0, "B"));
    }
}
