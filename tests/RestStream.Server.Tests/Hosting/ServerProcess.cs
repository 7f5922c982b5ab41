using System.Diagnostics;
using System.Text;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Hosting;

/// <summary>The server as a process of its own: for boot, exit codes, signals.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private ServerProcess(IEnumerable<string> arguments, string? workingDirectory, IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? Path.GetTempPath(),
        };
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => Read(_output);

    public string Errors => Read(_errors);

    public static ServerProcess Start(params string[] arguments) => new(arguments, null, []);

    public static ServerProcess StartIn(string workingDirectory, (string Name, string Value)[] environment, params string[] arguments) => new(arguments, workingDirectory, environment);

    /// <summary>Where it listens, once it says so.</summary>
    public async Task<Uri> ReadyAsync()
    {
        await Eventually.True(() => _process.HasExited || Output.Contains(" listens on ", StringComparison.Ordinal), TimeSpan.FromMinutes(2));
        Assert.False(_process.HasExited, Errors);
        var rest = Output[(Output.IndexOf(" listens on ", StringComparison.Ordinal) + 12)..];
        return new Uri(rest[..rest.IndexOf(';', StringComparison.Ordinal)]);
    }

    public async Task<int> ExitAsync()
    {
        await Eventually.Ends(_process.WaitForExitAsync(), TimeSpan.FromMinutes(2));
        return _process.ExitCode;
    }

    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        return await ExitAsync();
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public long ResidentBytes()
    {
        _process.Refresh();
        return _process.WorkingSet64;
    }

    /// <summary>The most memory that it has had.</summary>
    public long PeakBytes()
    {
        _process.Refresh();
        return _process.PeakWorkingSet64;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text) text.Append(line).Append('\n');
    }

    private static string Read(StringBuilder text)
    {
        lock (text) return text.ToString().TrimEnd('\n');
    }
}
