using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RestStream.Benchmarks.Load;

namespace RestStream.Benchmarks.Processes;

/// <summary>A server under measurement in a process of its own: RestStream, or the bare Kestrel it is compared with.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    private ServerProcess(Process process, int port)
    {
        _process = process;
        Port = port;
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        TimeToReady = WaitUntilReady();
    }

    public int Port { get; }

    /// <summary>From the start of the process to the first 200 of /health/ready.</summary>
    public TimeSpan TimeToReady { get; }

    /// <summary>Resident memory now, in bytes.</summary>
    public long ResidentBytes => Refreshed.WorkingSet64;

    /// <summary>The largest resident memory since the start or <see cref="ResetPeak"/>, in bytes.</summary>
    public long PeakResidentBytes => Refreshed.PeakWorkingSet64;

    public TimeSpan ProcessorTime => Refreshed.TotalProcessorTime;

    /// <summary>The processor time of the server's own code, without the kernel's.</summary>
    public TimeSpan UserTime => Refreshed.UserProcessorTime;

    /// <summary>The processor time so far of each live thread but those named <paramref name="except"/>, in ns by id (Linux: the first number of its schedstat).</summary>
    public Dictionary<string, long> ThreadTimesExcept(string except) => Directory.GetDirectories($"/proc/{_process.Id}/task")
        .Where(thread => File.ReadAllText(Path.Combine(thread, "comm")).Trim() != except)
        .ToDictionary(thread => thread, thread => long.Parse(File.ReadAllText(Path.Combine(thread, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture));

    private Process Refreshed
    {
        get
        {
            _process.Refresh();
            return _process;
        }
    }

    public static ServerProcess StartServer(string dataDirectory, params string[] more)
    {
        var port = FreePort();
        return new ServerProcess(ChildProcess.Server(["--urls", $"http://127.0.0.1:{port}", "--data-dir", dataDirectory, .. more]), port);
    }

    /// <summary>The server with a gate that reads one topic's records, see <see cref="GatedServer"/>.</summary>
    public static ServerProcess StartGated(string dataDirectory)
    {
        var port = FreePort();
        return new ServerProcess(ChildProcess.Self([GatedServer.Verb, "--urls", $"http://127.0.0.1:{port}", "--data-dir", dataDirectory]), port);
    }

    public static ServerProcess StartNull()
    {
        var port = FreePort();
        return new ServerProcess(ChildProcess.Self([NullServer.Verb, port.ToString(CultureInfo.InvariantCulture)]), port);
    }

    /// <summary>Forgets the peak so far (Linux; without the right to, the peak counts from the start).</summary>
    public void ResetPeak()
    {
        var file = $"/proc/{_process.Id}/clear_refs";
        if (File.Exists(file))
        {
            File.WriteAllText(file, "5");
        }
    }

    /// <summary>Asks it to stop as an operator would, and waits for the end.</summary>
    public void Stop()
    {
        using var signal = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        _process.WaitForExit();
    }

    /// <summary>Ends it as a crash would.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)listener.LocalEndPoint!).Port;
    }

    private TimeSpan WaitUntilReady()
    {
        var request = RequestBytes.Build("/health/ready", body: null);
        while (!IsReady(request))
        {
            if (_process.HasExited || DateTime.Now - _process.StartTime > StartLimit)
            {
                Dispose();
                throw new InvalidOperationException("the server did not become ready");
            }

            Thread.Sleep(5);
        }

        return DateTime.Now - _process.StartTime;
    }

    private bool IsReady(byte[] request)
    {
        try
        {
            using var connection = new HttpConnection(Port);
            connection.Send(request);
            return connection.Receive() == 200;
        }
        catch (Exception notYet) when (notYet is SocketException or IOException)
        {
            return false;
        }
    }
}
