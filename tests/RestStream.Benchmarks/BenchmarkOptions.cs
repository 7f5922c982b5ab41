using System.Globalization;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Scenarios;

namespace RestStream.Benchmarks;

/// <summary>What a run measures, and how.</summary>
internal sealed record BenchmarkOptions
{
    public static string Usage => $"""
        usage: dotnet run -c Release --project tests/RestStream.Benchmarks -- [options]
          --only a,b       only these: {string.Join(", ", Scenario.All.Select(scenario => scenario.Name))}
          --seconds n      seconds of a round (default 3)
          --rounds n       rounds of each figure, ours and its limit in turn (default 3)
          --wrk            drive by wrk (the default where it is installed)
          --in-process     drive by our own driver
          --data-dir DIR   where the measured servers keep their data (default: beside this program; removed afterwards)
          --micro          the record codec alone, by BenchmarkDotNet, instead of the page
        """;

    public IReadOnlyList<string> Only { get; init; } = [];

    public double Seconds { get; init; } = 3;

    public int Rounds { get; init; } = 3;

    public bool UseWrk { get; init; } = WrkDriver.IsPresent();

    public string DataDirectory { get; init; } = Path.Combine(AppContext.BaseDirectory, "data");

    /// <summary>Null, with the problem, when an argument is not understood.</summary>
    public static BenchmarkOptions? Parse(string[] arguments, out string problem)
    {
        var options = new BenchmarkOptions();
        problem = "";
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            switch (arguments[i])
            {
                case "--only": options = options with { Only = value.Split(',') }; i++; break;
                case "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out var seconds): options = options with { Seconds = seconds }; i++; break;
                case "--rounds" when int.TryParse(value, CultureInfo.InvariantCulture, out var rounds): options = options with { Rounds = rounds }; i++; break;
                case "--data-dir" when value != "": options = options with { DataDirectory = Path.GetFullPath(value) }; i++; break;
                case "--wrk": options = options with { UseWrk = true }; break;
                case "--in-process": options = options with { UseWrk = false }; break;
                default: problem = $"not understood: {arguments[i]} {value}"; return null;
            }
        }

        var unknown = options.Only.Except(Scenario.All.Select(scenario => scenario.Name)).ToList();
        problem = unknown.Count > 0 ? $"no such figure: {string.Join(", ", unknown)}" : "";
        return unknown.Count > 0 ? null : options;
    }
}
