using System.Diagnostics;
using RestStream.Benchmarks.Limits;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Micro;
using RestStream.Benchmarks.Report;
using RestStream.Storage.Records;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>What the machine can do, to read the other figures by.</summary>
internal sealed class PrimitiveScenario : Scenario
{
    public override string Name => "limits";

    public override void Run(Bench bench)
    {
        var body = RequestBodies.Batch(new Random(1), records: 1000, valueBytes: 100);
        var seconds = Math.Min(1, bench.Options.Seconds);
        Add(bench.Page, "CRC-32C, one core", Rate(body, seconds, bytes => Crc32C.Compute(bytes)));
        var copy = new byte[body.Length];
        Add(bench.Page, "copy in cache, one core", Rate(body, seconds, bytes => bytes.CopyTo(copy)));
        foreach (var size in new[] { 4096, 65_536, 1_048_576 })
        {
            var rate = DiskLimit.Measure(bench.NewDataDirectory(), size, files: 1, seconds);
            bench.Page.Add(new Figure($"disk: append {size / 1024} KiB + fdatasync", Page.ByteRate(rate), Page.Number(1000.0 * size / rate, "ms each"), "", "", null));
        }

        JsonMicro.Run();
    }

    private static void Add(Page page, string name, double bytesPerSecond) =>
        page.Add(new Figure(name, Page.Number(bytesPerSecond / 1e9, "GB/s"), "", "", "", null));

    private static double Rate(byte[] bytes, double seconds, Action<ReadOnlySpan<byte>> work)
    {
        long rounds = 0;
        var watch = Stopwatch.StartNew();
        for (; watch.Elapsed.TotalSeconds < seconds; rounds++)
        {
            work(bytes);
        }

        return rounds * bytes.Length / watch.Elapsed.TotalSeconds;
    }
}
