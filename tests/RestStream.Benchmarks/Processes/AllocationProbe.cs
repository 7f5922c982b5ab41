using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;
using RestStream.Benchmarks.Load;

namespace RestStream.Benchmarks.Processes;

/// <summary>Runs the server inside this process, where the runtime counts its allocations, and drives it over a connection that allocates nothing.</summary>
internal static class AllocationProbe
{
    /// <summary>The hidden verb of its process.</summary>
    public const string Verb = "allocation";

    /// <summary>Begins the line with the answer, among the server's own output.</summary>
    public const string Mark = "allocated:";

    private const int Port = 18_180;
    private const int WarmUpRequests = 300;
    private const int Requests = 200;

    public static int RunProcess(string dataDirectory)
    {
        var entry = Assembly.Load("RestStream.Server").EntryPoint!;
        string[] arguments = ["--urls", $"http://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}", "--data-dir", dataDirectory];
        new Thread(() => entry.Invoke(null, [arguments])) { IsBackground = true }.Start();
        using var connection = Connect();
        var bytes = new[] { 10, 100, 1000, 10_000 }.ToDictionary(records => records, records => Measure(connection, records));
        Console.WriteLine(Mark + JsonSerializer.Serialize(bytes));
        return 0;
    }

    private static double Measure(HttpConnection connection, int records)
    {
        var load = new LoadSpec(Port, ["/v1/topics/allocation/records"], BodyKind.Batch, records, ValueBytes: 100, Connections: 1, Seconds: 0);
        var requests = load.BuildRequests();
        Send(connection, requests, WarmUpRequests);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Send(connection, requests, Requests);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Requests;
    }

    private static void Send(HttpConnection connection, byte[][] requests, int count)
    {
        for (var i = 0; i < count; i++)
        {
            connection.Send(requests[i % requests.Length]);
            if (connection.Receive() is < 200 or >= 300)
            {
                throw new InvalidOperationException("a produce was refused");
            }
        }
    }

    private static HttpConnection Connect()
    {
        var limit = DateTime.UtcNow.AddSeconds(60);
        while (true)
        {
            try
            {
                return new HttpConnection(Port);
            }
            catch (SocketException) when (DateTime.UtcNow < limit)
            {
                Thread.Sleep(20);
            }
        }
    }
}
