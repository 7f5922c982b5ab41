using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace RestStream.Benchmarks.Load;

/// <summary>Opens subscribers, produces, and measures what comes, in one process and so by one clock.</summary>
internal sealed class PushDriver(PushSpec spec)
{
    /// <summary>The hidden verb of the driver's process.</summary>
    public const string Verb = "push";

    /// <summary>The first line: all have subscribed.</summary>
    public const string Opened = "opened";

    private const int OpenedAtOnce = 50;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private readonly DeliveryTimes _times = new(Math.Max(0, (int)(spec.PerSecond * spec.Seconds)));
    private readonly List<PushSubscriber> _readers = [];
    private readonly List<PushSubscriber> _stalled = [];

    public static int RunProcess(string spec)
    {
        var driver = new PushDriver(JsonSerializer.Deserialize<PushSpec>(spec)!);
        Console.WriteLine(JsonSerializer.Serialize(driver.RunAsync().GetAwaiter().GetResult()));
        return 0;
    }

    private async Task<PushResult> RunAsync()
    {
        await OpenAsync(_readers, spec.Subscribers);
        await OpenAsync(_stalled, spec.Stalled);
        Console.WriteLine(Opened);
        foreach (var reader in _readers) _ = reader.ReadAsync();
        using var flood = spec.PerSecond == 0 && spec.Kind != PushKind.Bare ? new Flood(spec.Port) : null;
        if (spec.PerSecond == 0) await Task.Delay(WarmUp);
        var (bytes, begin) = (_readers.Sum(reader => reader.Bytes), Stopwatch.GetTimestamp());
        var produced = spec.PerSecond > 0 ? Produce() : 0;
        if (spec.PerSecond <= 0) await Task.Delay(TimeSpan.FromSeconds(spec.Seconds));
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        bytes = _readers.Sum(reader => reader.Bytes) - bytes;
        var records = _readers.Sum(reader => reader.Records) / seconds;
        if (spec.PerSecond > 0) await DrainAsync((long)produced * spec.Subscribers);
        var all = _times.From(0);
        var missing = spec.PerSecond > 0 ? ((long)produced * spec.Subscribers) - _times.Count : 0;
        return new PushResult(bytes / seconds, records, produced, missing, all.Median, all.Percentile(0.99), _times.From(produced * 3 / 4).Percentile(0.99));
    }

    private async Task OpenAsync(List<PushSubscriber> subscribers, int count)
    {
        for (var i = 0; i < count; i += OpenedAtOnce)
        {
            var opened = Enumerable.Range(0, Math.Min(OpenedAtOnce, count - i)).Select(_ => new PushSubscriber(spec, _times)).ToList();
            subscribers.AddRange(opened);
            await Task.WhenAll(opened.Select(subscriber => subscriber.OpenAsync()));
        }
    }

    private int Produce()
    {
        using var connection = new HttpConnection(spec.Port);
        var records = (int)(spec.PerSecond * spec.Seconds);
        var begin = Stopwatch.GetTimestamp();
        for (var number = 0; number < records; number++)
        {
            var due = begin + (number * Stopwatch.Frequency / spec.PerSecond);
            while (Stopwatch.GetTimestamp() < due) Thread.Sleep(1);
            connection.Call(RequestBytes.Build($"/v1/topics/{PushSpec.Topic}", Encoding.ASCII.GetBytes($$"""{"number":{{number}},"place":"Castaic","net":"ci","mag":4.2,"type":"earthquake","depth":12.4,"felt":9}""")));
            _times.Acknowledged(number, Stopwatch.GetTimestamp());
        }

        return records;
    }

    private async Task DrainAsync(long expected)
    {
        var end = Stopwatch.GetTimestamp() + (2 * Stopwatch.Frequency);
        while (_times.Count < expected && Stopwatch.GetTimestamp() < end) await Task.Delay(20);
    }
}
