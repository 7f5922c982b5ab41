using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Proof;

/// <summary>A real Kafka broker with a directory of its own; ends with the test.</summary>
internal sealed class KafkaBroker : IAsyncDisposable
{
    private readonly string _kafka;
    private readonly string _directory;

    private KafkaBroker(string kafka, string directory, string address) => (_kafka, _directory, Address) = (kafka, directory, address);

    public string Address { get; }

    public static async Task<KafkaBroker> StartAsync(string kafka, string directory)
    {
        string port = FreePortPair().ToString(CultureInfo.InvariantCulture);
        // The broker keeps the output open that it inherits: that must not be a pipe which somebody reads to its end.
        using Process start = Process.Start("/bin/sh", ["-c", "exec \"$0\" start \"$1\" \"$2\" >\"$1.out\" 2>&1 </dev/null", kafka, directory, port]);
        await start.WaitForExitAsync();
        Assert.True(start.ExitCode == 0, await File.ReadAllTextAsync($"{directory}.out"));
        return new KafkaBroker(kafka, directory, $"127.0.0.1:{port}");
    }

    public string PartitionDirectory(string topic, int partition) => Path.Combine(_directory, "node-1", $"{topic}-{partition}");

    /// <summary>Produces lines of <c>headers TAB key TAB value</c>, where NULL is null.</summary>
    public Task ProduceAsync(string topic, string codec, IEnumerable<string> lines) => KafkaTool.RunAsync(
        _kafka, string.Join('\n', lines) + "\n",
        "console-producer", "--bootstrap-server", Address, "--topic", topic, "--compression-codec", codec, "--command-property", "linger.ms=50",
        "--reader-property", "parse.key=true", "--reader-property", "parse.headers=true", "--reader-property", "null.marker=NULL");

    /// <summary>Runs one of Kafka's tools against it.</summary>
    public Task RunAsync(string tool, params IEnumerable<string> arguments) =>
        KafkaTool.RunAsync(_kafka, "", [tool, "--bootstrap-server", Address, .. arguments]);

    public async ValueTask DisposeAsync() => await KafkaTool.RunAsync(_kafka, "", "stop", _directory);

    // The broker takes its port and the next one. Below the ports that the system gives to whoever connects meanwhile.
    private static int FreePortPair()
    {
        while (true)
        {
            int port = Random.Shared.Next(10_000, 30_000);
            if (IsFree(port) && IsFree(port + 1)) return port;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
