using System.Diagnostics;
using System.Text.Json;
using RestStream.Benchmarks.Load;

namespace RestStream.Benchmarks.Processes;

/// <summary>A driver's process with subscribers, from the moment that all have subscribed.</summary>
internal sealed class PushRun : IDisposable
{
    private readonly Process _driver;

    private PushRun(Process driver) => _driver = driver;

    /// <summary>Starts it, and returns when all have subscribed.</summary>
    public static PushRun Start(PushSpec spec)
    {
        var driver = ChildProcess.Self([PushDriver.Verb, JsonSerializer.Serialize(spec)]);
        var line = driver.StandardOutput.ReadLine();
        return line == PushDriver.Opened ? new PushRun(driver) : throw new InvalidOperationException(line ?? "the push driver ended");
    }

    /// <summary>Runs it to its end.</summary>
    public static PushResult Measure(PushSpec spec)
    {
        using var run = Start(spec);
        return run.Result();
    }

    /// <summary>Waits for the end.</summary>
    public PushResult Result()
    {
        var answer = _driver.StandardOutput.ReadToEnd();
        _driver.WaitForExit();
        return JsonSerializer.Deserialize<PushResult>(answer)!;
    }

    public void Dispose()
    {
        _driver.Kill();
        _driver.WaitForExit();
        _driver.Dispose();
    }
}
