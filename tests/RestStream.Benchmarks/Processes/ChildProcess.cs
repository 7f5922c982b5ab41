using System.Diagnostics;

namespace RestStream.Benchmarks.Processes;

/// <summary>Starts the processes of a benchmark, each with its standard output redirected.</summary>
internal static class ChildProcess
{
    /// <summary>This program once more, with a hidden verb.</summary>
    public static Process Self(IEnumerable<string> arguments)
    {
        var self = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(self) == "dotnet";
        return isHost
            ? Start(self, [typeof(ChildProcess).Assembly.Location, .. arguments])
            : Start(self, arguments);
    }

    /// <summary>The built server, from beside this program: the same configuration, its own runtime settings.</summary>
    public static Process Server(IEnumerable<string> arguments) =>
        Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "RestStream.Server.dll"), .. arguments]);

    private static Process Start(string file, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true })!;
}
