using System.Net;
using System.Net.Http.Json;
using RestStream.Server.Tests.Processes;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Server.Tests.Proof;

/// <summary>Kafka's own tool reads what this server writes: every segment and every index, with nothing to complain of, and the same records.</summary>
[Collection(ProcessTests.Name)]
public sealed class DumpLogTests(ITestOutputHelper output)
{
    private static readonly string[] Topics = ["mixed", "narrow", "wide"];

    [SkippableFact]
    public async Task MixedLoadWithAKillAndDeletedRecords_IsReadByKafkasDumpLog()
    {
        string kafka = TestEnvironment.KafkaOrSkip();
        var load = new MixedLoad(SeededRandom.Create(output.WriteLine));
        using var directory = new TempDirectory();
        string data = directory.Combine("data");
        await WriteAsync(data, load);

        string[] files = [.. Directory.GetFiles(data, "*", SearchOption.AllDirectories).Where(IsLogOrIndex).Order(StringComparer.Ordinal)];
        string[] segments = [.. files.Where(file => Path.GetExtension(file) == ".log")];
        string damaged = Damage(segments.First(file => new FileInfo(file).Length > 1000), directory.Combine("damaged"));
        LogDump dump = await LogDump.OfAsync(kafka, [.. files, damaged]);

        Assert.Empty(files.SelectMany(dump.Complaints).Take(20));
        Assert.NotEmpty(dump.Complaints(damaged)); // or complaints would not be seen at all
        Assert.All(segments, segment => Assert.Equal(dump.Lines(segment), KafkaDump.Lines(File.ReadAllBytes(segment))));
        AssertEveryRecordIsThere(load, dump, segments);
        int entries = files.Except(segments).Sum(dump.EntryCount);
        Assert.True(segments.Length > 24 && entries > 100, $"{segments.Length} segments, {entries} index entries");
        output.WriteLine($"{segments.Length} segments, {entries} index entries, {load.Expected.Count} records");
    }

    private static async Task WriteAsync(string data, MixedLoad load)
    {
        using (ServerProcess first = await ServerProcess.StartAsync(data))
        {
            using HttpClient http = first.CreateClient();
            await new TopicClient(http, "mixed").CreateAsync(3, ("segment.bytes", "1048576"));
            await new TopicClient(http, "narrow").CreateAsync(1, ("segment.bytes", "1048576"), ("index.interval.bytes", "0"));
            await new TopicClient(http, "wide").CreateAsync(12);
            await new TopicClient(http, "stamped").CreateAsync(1, ("message.timestamp.type", "LogAppendTime"));
            await SendAllAsync(http, load);
            first.Kill();
        }

        using ServerProcess second = await ServerProcess.StartAsync(data);
        using HttpClient client = second.CreateClient();
        await SendAllAsync(client, load);
        await TruncateAsync(client, "mixed", partition: 0, before: 10);
        await SendAllAsync(client, load);
        Assert.Equal(0, second.Stop());
    }

    private static async Task SendAllAsync(HttpClient http, MixedLoad load)
    {
        foreach (string topic in Topics)
        {
            for (int request = 0; request < 12; request++) await load.SendAsync(http, topic, isLarge: request % 4 == 0);
        }

        var stamped = new TopicClient(http, "stamped");
        await stamped.ProduceAsync("""{"records":[{"value":1,"timestamp":5},{"key":"k","value":{"a":2}}]}""");
        await stamped.ProduceAsync("{\"value\":3}\n{\"value\":4}", "application/x-ndjson");
    }

    private static async Task TruncateAsync(HttpClient http, string topic, int partition, long before)
    {
        object body = new { partitions = new[] { new { partition, beforeOffset = before } } };
        using HttpResponseMessage answer = await http.PostAsJsonAsync($"/v1/topics/{topic}/truncate", body);
        await TopicClient.ExpectAsync(answer, HttpStatusCode.OK);
    }

    private static void AssertEveryRecordIsThere(MixedLoad load, LogDump dump, string[] segments)
    {
        ILookup<string, string> byPartition = segments.ToLookup(segment => Path.GetFileName(Path.GetDirectoryName(segment)!));
        foreach (var partition in load.Expected.GroupBy(record => $"{record.Key.Topic}-{record.Key.Partition}"))
            Assert.Equal(partition.Select(record => record.Value), DumpLine.RecordsOf(byPartition[partition.Key].SelectMany(dump.Lines)));
    }

    private static bool IsLogOrIndex(string file) => Path.GetExtension(file) is ".log" or ".index" or ".timeindex";

    private static string Damage(string segment, string directory)
    {
        byte[] bytes = File.ReadAllBytes(segment);
        bytes[17] ^= 1; // The CRC itself: what it covers stays readable, where a flipped length ends the tool.
        Directory.CreateDirectory(directory);
        string copy = Path.Combine(directory, Path.GetFileName(segment));
        File.WriteAllBytes(copy, bytes);
        return copy;
    }
}
