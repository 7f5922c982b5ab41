using System.Text.Json;
using RestStream.Benchmarks.Processes;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>Managed memory that one produce request allocates, whatever it carries.</summary>
internal sealed class AllocationScenario : Scenario
{
    private const double BoundBytes = 4096;

    public override string Name => "allocation";

    public override void Run(Bench bench)
    {
        using var probe = ChildProcess.Self([AllocationProbe.Verb, bench.NewDataDirectory()]);
        var lines = probe.StandardOutput.ReadToEnd().Split('\n');
        probe.WaitForExit();
        var answer = lines.LastOrDefault(line => line.StartsWith(AllocationProbe.Mark, StringComparison.Ordinal))
            ?? throw new InvalidOperationException("the probe gave no answer");
        foreach (var (records, bytes) in JsonSerializer.Deserialize<Dictionary<int, double>>(answer[AllocationProbe.Mark.Length..])!)
        {
            bench.Page.Add(AtMost($"allocation of a produce request of {records} records", bytes, BoundBytes, "B"));
        }
    }
}
