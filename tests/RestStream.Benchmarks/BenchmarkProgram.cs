using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Micro;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Scenarios;

namespace RestStream.Benchmarks;

/// <summary>The page of figures, and the hidden verbs of the processes that it starts.</summary>
internal static class BenchmarkProgram
{
    private static int Main(string[] arguments) => arguments switch
    {
        [NullServer.Verb, var port] => NullServer.RunProcess(int.Parse(port, null)),
        [GatedServer.Verb, .. var rest] => GatedServer.RunProcess(rest),
        [ThreadedDriver.Verb, var spec] => ThreadedDriver.RunProcess(spec),
        [WakeUpDriver.Verb, var port, var seconds] => WakeUpDriver.RunProcess(int.Parse(port, null), double.Parse(seconds, null)),
        [ProduceLatencyDriver.Verb, var port, var seconds] => ProduceLatencyDriver.RunProcess(int.Parse(port, null), double.Parse(seconds, null)),
        [ParkDriver.Verb, var port, var target, var count] => ParkDriver.RunProcess(int.Parse(port, null), target, int.Parse(count, null)),
        [AllocationProbe.Verb, var dataDirectory] => AllocationProbe.RunProcess(dataDirectory),
        [PushDriver.Verb, var spec] => PushDriver.RunProcess(spec),
        [GroupDriver.Verb, var spec] => GroupDriver.RunProcess(spec),
        ["--micro"] => BatchMicro.RunAll(),
        _ => RunPage(arguments),
    };

    private static int RunPage(string[] arguments)
    {
        if (BenchmarkOptions.Parse(arguments, out var problem) is not { } options)
        {
            Console.WriteLine(problem);
            Console.WriteLine(BenchmarkOptions.Usage);
            return 2;
        }

        using var bench = new Bench(options);
        return bench.Run() == 0 ? 0 : 1;
    }
}
