using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Load;

/// <summary>
/// Sends records on a schedule of one each millisecond over four connections and takes the time to each answer (acks=all). A record whose connection was still busy at its time counts from that
/// time, not from when it could be sent.
/// </summary>
internal sealed class ProduceLatencyDriver
{
    /// <summary>The hidden verb of the driver's process.</summary>
    public const string Verb = "produce-latency";

    public const string Topic = "foreground";
    private const int Producers = 4;
    private const int PerSecond = 1000;

    private readonly int _port;
    private readonly double[] _latencyMs;
    private long _begin;

    private ProduceLatencyDriver(int port, double seconds) => (_port, _latencyMs) = (port, new double[(int)(seconds * PerSecond)]);

    /// <summary>Starts the driver's process and waits for its result.</summary>
    public static WakeUpLatency Drive(int port, double seconds)
    {
        using var driver = ChildProcess.Self([Verb, port.ToString(CultureInfo.InvariantCulture), seconds.ToString(CultureInfo.InvariantCulture)]);
        var answer = driver.StandardOutput.ReadToEnd();
        driver.WaitForExit();
        return JsonSerializer.Deserialize<WakeUpLatency>(answer)!;
    }

    public static int RunProcess(int port, double seconds)
    {
        Console.WriteLine(JsonSerializer.Serialize(new ProduceLatencyDriver(port, seconds).Run()));
        return 0;
    }

    private WakeUpLatency Run()
    {
        _begin = Stopwatch.GetTimestamp();
        var producers = Enumerable.Range(0, Producers).Select(first => new Thread(() => Produce(first))).ToList();
        producers.ForEach(producer => producer.Start());
        producers.ForEach(producer => producer.Join());
        var samples = new Samples(_latencyMs);
        return new WakeUpLatency(_latencyMs.Length, samples.Median, samples.Percentile(0.99), samples.Max);
    }

    private void Produce(int first)
    {
        using var connection = new HttpConnection(_port);
        for (var number = first; number < _latencyMs.Length; number += Producers)
        {
            var due = _begin + (number * Stopwatch.Frequency / PerSecond);
            var request = RequestBytes.Build($"/v1/topics/{Topic}", Encoding.ASCII.GetBytes($$"""{"number":{{number}},"place":"Castaic","net":"ci"}"""));
            while (Stopwatch.GetTimestamp() < due)
            {
                Thread.Sleep(1);
            }

            connection.Call(request);
            _latencyMs[number] = Stopwatch.GetElapsedTime(due).TotalMilliseconds;
        }
    }
}
