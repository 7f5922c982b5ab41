using System.Globalization;
using System.Runtime.InteropServices;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;
using RestStream.Benchmarks.Scenarios;

namespace RestStream.Benchmarks;

/// <summary>One run: the scenarios one after another, each with fresh servers, and what they share.</summary>
internal sealed class Bench : IDisposable
{
    /// <summary>Long enough for the JIT's last tier on the hot path.</summary>
    private const double WarmUpSeconds = 5;

    private readonly string _root;
    private int _directories;

    public Bench(BenchmarkOptions options)
    {
        Options = options;
        Driver = options.UseWrk ? new WrkDriver() : new ThreadedDriver();
        _root = Path.Combine(options.DataDirectory, $"run-{Environment.ProcessId}");
    }

    public BenchmarkOptions Options { get; }

    public ILoadDriver Driver { get; }

    public Page Page { get; } = new();

    /// <summary>Runs what the options ask for.</summary>
    /// <returns>How many targets were missed.</returns>
    public int Run()
    {
        Page.Head(Surroundings());
        foreach (var scenario in Scenario.All.Where(scenario => Options.Only.Count == 0 || Options.Only.Contains(scenario.Name)))
        {
            RunGuarded(scenario);
        }

        Console.WriteLine();
        Console.WriteLine($"{Page.Missed} missed; load average at the end {LoadAverage()}");
        return Page.Missed;
    }

    /// <summary>A data directory that does not exist yet; all are removed when their scenario ends.</summary>
    public string NewDataDirectory() => Path.Combine(_root, (_directories++).ToString(CultureInfo.InvariantCulture));

    /// <summary>Warms each load up, then runs them in turn, round by round, so that the machine's moods hit all alike.</summary>
    /// <returns>Requests per second, by load and round.</returns>
    public double[][] Interleave(params LoadSpec[] loads)
    {
        foreach (var load in loads)
        {
            Drive(load with { Seconds = WarmUpSeconds });
        }

        var rates = loads.Select(_ => new double[Options.Rounds]).ToArray();
        for (var round = 0; round < Options.Rounds; round++)
        {
            for (var i = 0; i < loads.Length; i++)
            {
                rates[i][round] = Drive(loads[i]);
            }
        }

        return rates;
    }

    /// <summary>Runs a load once.</summary>
    /// <returns>Requests per second.</returns>
    public double Drive(LoadSpec load)
    {
        var result = Driver.Run(load);
        return result.Errors == 0
            ? result.RequestsPerSecond
            : throw new InvalidOperationException($"{result.Errors} failed requests on {load.Targets[0]}");
    }

    public void Dispose()
    {
        if (Directory.Exists(_root))
        {
            Directory.Delete(_root, recursive: true);
        }
    }

    private static string LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private void RunGuarded(Scenario scenario)
    {
        try
        {
            scenario.Run(this);
        }
        catch (Exception problem) when (problem is InvalidOperationException or IOException or System.Net.Sockets.SocketException)
        {
            Page.Add(new Figure(scenario.Name, "failed", "", "", "", Passed: false));
            Page.Note(problem.Message);
        }

        Dispose();
    }

    private List<string> Surroundings()
    {
#if DEBUG
        const string Configuration = "Debug: these figures mean nothing, use -c Release";
#else
        const string Configuration = "Release";
#endif
        return
        [
            $"RestStream benchmarks, {Configuration}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores",
            $"driver: {Driver.Name}; rounds: {Options.Rounds} × {Options.Seconds.ToString(CultureInfo.InvariantCulture)} s, ours and its limit in turn; load average at the start {LoadAverage()}",
        ];
    }
}
