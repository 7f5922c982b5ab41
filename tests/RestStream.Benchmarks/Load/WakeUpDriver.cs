using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Load;

/// <summary>
/// Sends numbered records on a schedule of one each millisecond and reads them by long polls, in one process and so by one clock.
/// A record whose connection was still busy at its time counts from that time, not from when it could be sent.
/// </summary>
internal sealed class WakeUpDriver
{
    /// <summary>The hidden verb of the driver's process.</summary>
    public const string Verb = "wakeup";

    public const string Topic = "wakeup";
    private const int Producers = 4;
    private const int PerSecond = 1000;

    private readonly int _port;
    private readonly int _records;
    private readonly long[] _sent;
    private readonly double[] _latencyMs;
    private long _begin;

    private WakeUpDriver(int port, double seconds)
    {
        _port = port;
        _records = (int)(seconds * PerSecond);
        _sent = new long[_records];
        _latencyMs = new double[_records];
    }

    public static int RunProcess(int port, double seconds)
    {
        Console.WriteLine(JsonSerializer.Serialize(new WakeUpDriver(port, seconds).Run()));
        return 0;
    }

    private WakeUpLatency Run()
    {
        using var consumer = new HttpConnection(_port);
        var cursor = Cursor(consumer.Call(RequestBytes.Build($"/v1/topics/{Topic}/records?from=latest&max=1", body: null)));
        _begin = Stopwatch.GetTimestamp();
        var producers = Enumerable.Range(0, Producers).Select(first => new Thread(() => Produce(first))).ToList();
        producers.ForEach(producer => producer.Start());
        for (var seen = 0; seen < _records;)
        {
            var body = consumer.Call(RequestBytes.Build($"/v1/topics/{Topic}/records?cursor={cursor}&wait=30s", body: null));
            seen += Note(body, Stopwatch.GetTimestamp());
            cursor = Cursor(body);
        }

        producers.ForEach(producer => producer.Join());
        var samples = new Samples(_latencyMs);
        return new WakeUpLatency(_records, samples.Median, samples.Percentile(0.99), samples.Max);
    }

    private void Produce(int first)
    {
        using var connection = new HttpConnection(_port);
        for (var number = first; number < _records; number += Producers)
        {
            var due = _begin + (number * Stopwatch.Frequency / PerSecond);
            var request = RequestBytes.Build($"/v1/topics/{Topic}", Encoding.ASCII.GetBytes($$"""{"number":{{number}},"place":"Castaic","net":"ci"}"""));
            Volatile.Write(ref _sent[number], SleepUntil(due) ? Stopwatch.GetTimestamp() : due);
            connection.Call(request);
        }
    }

    /// <returns>False when it was too late already.</returns>
    private static bool SleepUntil(long due)
    {
        if (Stopwatch.GetTimestamp() > due)
        {
            return false;
        }

        while (Stopwatch.GetTimestamp() < due)
        {
            Thread.Sleep(1);
        }

        return true;
    }

    private int Note(ReadOnlySpan<byte> body, long now)
    {
        var mark = "{\"number\":"u8;
        var count = 0;
        for (int at; (at = body.IndexOf(mark)) >= 0; count++)
        {
            body = body[(at + mark.Length)..];
            _ = System.Buffers.Text.Utf8Parser.TryParse(body, out int number, out _);
            _latencyMs[number] = Stopwatch.GetElapsedTime(Volatile.Read(ref _sent[number]), now).TotalMilliseconds;
        }

        return count;
    }

    private static string Cursor(ReadOnlySpan<byte> body)
    {
        var mark = "\"next\":\""u8;
        var rest = body[(body.LastIndexOf(mark) + mark.Length)..];
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)'"')]);
    }
}
