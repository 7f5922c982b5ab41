using System.Globalization;
using System.Text;
using System.Text.Json;
using RestStream.Server.Tests.Processes;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Server.Tests.Ledger;

/// <summary>kill -9 at random times while keys are overwritten and compacted as fast as it goes: every key has its last acknowledged value, or a later one. RESTSTREAM_LEDGER_KILLS sets how often.</summary>
[Collection(ProcessTests.Name)]
public sealed class CompactionKillTests(ITestOutputHelper output)
{
    private const int Keys = 40, RecordsPerRequest = 50;
    private const string Topic = "stock";
    private static readonly string Padding = new('x', 8000);
    private readonly long[] _sent = new long[Keys];
    private readonly long[] _acknowledged = new long[Keys];

    [SkippableFact]
    public async Task KilledWhileCompacting_EveryKeyHasItsLastAcknowledgedValue()
    {
        TestEnvironment.LinuxOrSkip();
        SeededRandom random = SeededRandom.Create(output.WriteLine);
        int kills = Math.Min(20, TestEnvironment.NumberOr("RESTSTREAM_LEDGER_KILLS", ProcessTests.DefaultKills));
        using var directory = new TempDirectory();
        bool wasCompacted = false;
        for (int kill = 0; kill <= kills; kill++)
        {
            using ServerProcess server = await ServerProcess.StartAsync(directory.Path, "--RestStream:Storage:LogCleanerBackoff", "10ms", "--Logging:LogLevel:RestStream", "Information");
            using HttpClient http = server.CreateClient();
            var topic = new TopicClient(http, Topic);
            if (kill == 0) await topic.CreateAsync(1, ("cleanup.policy", "compact"), ("segment.bytes", "1048576"), ("min.cleanable.dirty.ratio", "0.01"), ("file.delete.delay.ms", "0"));
            await CheckAsync(topic, random.ToString());
            Task load = OverwriteAsync(topic, random.Next());
            await Task.Delay(random.Next(200, 1200)); // no signal can stand for "at any time"
            Assert.False(server.HasExited, server.Output);
            wasCompacted |= server.Output.Contains("Compacted stock-0", StringComparison.Ordinal);
            server.Kill();
            await load;
        }

        Assert.True(wasCompacted);
        output.WriteLine($"{kills} kills, {_acknowledged.Max()} acknowledged records");
    }

    private async Task OverwriteAsync(TopicClient topic, int seed)
    {
        var random = new Random(seed);
        try
        {
            for (long number = _sent.Max() + 1; ; number += RecordsPerRequest)
            {
                int[] keys = [.. Enumerable.Range(0, RecordsPerRequest).Select(_ => random.Next(Keys))];
                for (int i = 0; i < keys.Length; i++) _sent[keys[i]] = number + i;
                await topic.ProduceAsync(Body(keys, number));
                for (int i = 0; i < keys.Length; i++) _acknowledged[keys[i]] = number + i;
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            // Killed.
        }
    }

    private static string Body(int[] keys, long number)
    {
        var body = new StringBuilder("[");
        for (int i = 0; i < keys.Length; i++)
            body.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{{\"key\":\"k{keys[i]}\",\"value\":{{\"n\":{number + i},\"pad\":\"{Padding}\"}}}}");
        return body.Append(']').ToString();
    }

    private async Task CheckAsync(TopicClient topic, string seed)
    {
        var found = new long[Keys];
        long last = -1;
        for (long from = 0, end = 1; from < end;)
        {
            JsonElement page = await topic.ReadAsync($"partition=0&from={from}&max=10000&maxBytes=16777216");
            Assert.True(page.GetProperty("gap").ValueKind == JsonValueKind.Null, $"{seed}: {page.GetProperty("gap")}");
            foreach (JsonElement record in page.GetProperty("records").EnumerateArray())
            {
                Assert.True(record.GetProperty("offset").GetInt64() > last, seed);
                last = record.GetProperty("offset").GetInt64();
                found[int.Parse(record.GetProperty("key").GetString()![1..], CultureInfo.InvariantCulture)] = record.GetProperty("value").GetProperty("n").GetInt64();
            }

            JsonElement partition = page.GetProperty("partitions")[0];
            (from, end) = (partition.GetProperty("nextOffset").GetInt64(), partition.GetProperty("highWatermark").GetInt64());
        }

        for (int key = 0; key < Keys; key++) Assert.True(found[key] >= _acknowledged[key] && found[key] <= _sent[key], $"{seed}: k{key} is {found[key]}, acknowledged {_acknowledged[key]}, sent {_sent[key]}");
    }
}
