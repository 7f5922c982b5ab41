using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using RestStream.Benchmarks.Processes;

namespace RestStream.Benchmarks.Load;

/// <summary>Our own driver: this program started once more, one blocking thread per connection.</summary>
internal sealed class ThreadedDriver : ILoadDriver
{
    /// <summary>The hidden verb of the driver's process.</summary>
    public const string Verb = "driver";

    public string Name => "own driver (a thread per connection, in its own process)";

    public LoadResult Run(LoadSpec spec)
    {
        using var process = ChildProcess.Self([Verb, JsonSerializer.Serialize(spec)]);
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return JsonSerializer.Deserialize<LoadResult>(answer)!;
    }

    /// <summary>The driver's process: runs the load and prints the result.</summary>
    public static int RunProcess(string spec)
    {
        Console.WriteLine(JsonSerializer.Serialize(Drive(JsonSerializer.Deserialize<LoadSpec>(spec)!)));
        return 0;
    }

    private static LoadResult Drive(LoadSpec spec)
    {
        var requests = spec.BuildRequests();
        long answered = 0, errors = 0;
        using var start = new Barrier(spec.Connections + 1);
        var watch = new Stopwatch();
        var threads = Enumerable.Range(0, spec.Connections).Select(index => new Thread(() =>
        {
            using var connection = new HttpConnection(spec.Port);
            start.SignalAndWait();
            var (ok, bad) = Loop(connection, requests, index, spec.Body == BodyKind.Registration ? spec.Connections : 1, watch, spec.Seconds);
            Interlocked.Add(ref answered, ok);
            Interlocked.Add(ref errors, bad);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        watch.Start();
        start.SignalAndWait();
        threads.ForEach(thread => thread.Join());
        return new LoadResult(answered / watch.Elapsed.TotalSeconds, errors);
    }

    private static (long Ok, long Bad) Loop(HttpConnection connection, byte[][] requests, int index, int step, Stopwatch watch, double seconds)
    {
        long ok = 0, bad = 0;
        try
        {
            for (var i = index; watch.Elapsed.TotalSeconds < seconds; i += step)
            {
                connection.Send(requests[i % requests.Length]);
                _ = connection.Receive() is >= 200 and < 300 ? ok++ : bad++;
            }
        }
        catch (Exception broken) when (broken is SocketException or IOException)
        {
            bad++;
        }

        return (ok, bad);
    }
}
