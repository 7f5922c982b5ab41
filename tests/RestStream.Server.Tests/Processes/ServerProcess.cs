using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Processes;

/// <summary>The real server in a process of its own: what can be killed and started again.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const int LinesKept = 200;
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(2);
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;

    private ServerProcess(string dataDirectory, int port, string[] more)
    {
        Address = new Uri($"http://127.0.0.1:{port}");
        string server = Path.Combine(AppContext.BaseDirectory, "RestStream.Server.dll");
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [server, "--urls", $"http://127.0.0.1:{port}", "--data-dir", dataDirectory, .. more])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = AppContext.BaseDirectory,
            },
        };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines that it wrote.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts it and does not wait.</summary>
    public static ServerProcess Launch(string dataDirectory, params string[] more) => new(dataDirectory, FreePort(), more);

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<ServerProcess> StartAsync(string dataDirectory, params string[] more)
    {
        ServerProcess server = Launch(dataDirectory, more);
        try
        {
            await server.WaitUntilReadyAsync();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public HttpClient CreateClient() => new() { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(100) };

    public async Task WaitUntilReadyAsync()
    {
        using HttpClient client = CreateClient();
        await Eventually.True(() => IsReadyAsync(client), StartDeadline, "the server is ready");
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Asks it to end, as an operator would, and returns its exit code.</summary>
    public int Stop()
    {
        using (Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)])) kill.WaitForExit();
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    private async Task<bool> IsReadyAsync(HttpClient client)
    {
        if (_process.HasExited) throw new InvalidOperationException($"The server ended with {_process.ExitCode}:\n{Output}");
        try
        {
            using HttpResponseMessage answer = await client.GetAsync("/health/ready");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        _output.Enqueue(line);
        if (_output.Count > LinesKept) _output.TryDequeue(out _);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
