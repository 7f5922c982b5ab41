using System.Text.Json;
using RestStream.Server.Tests.Processes;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Server.Tests.Proof;

/// <summary>Segments that a real Kafka broker wrote, put into a partition of this server, are served record for record.</summary>
[Collection(ProcessTests.Name)]
public sealed class KafkaSegmentTests(ITestOutputHelper output)
{
    private const string Topic = "imported", FirstSegment = "00000000000000000000.log";

    [SkippableTheory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("appendtime")]
    public async Task SegmentOfKafka_IsServedRecordForRecord(string name)
    {
        using var directory = new TempDirectory();
        using ServerProcess server = await StartWithFixtureAsync(directory, name);
        using HttpClient http = server.CreateClient();
        List<JsonElement> served = await new TopicClient(http, Topic).DrainAsync(0);
        Assert.Equal(DumpLine.RecordsOf(await File.ReadAllLinesAsync(Fixture($"{name}.dump.txt"))), served.Select(DumpLine.Of));
        Assert.Equal("""[{"name":"h1","value":"v1"},{"name":"h2","value":""}]""", served[0].GetProperty("headers").GetRawText());
    }

    [SkippableTheory]
    [InlineData("snappy")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public async Task CodecWithoutDecoder_IsAClearError_AndTheServerGoesOn(string name)
    {
        using var directory = new TempDirectory();
        using ServerProcess server = await StartWithFixtureAsync(directory, name);
        using HttpClient http = server.CreateClient();
        using HttpResponseMessage answer = await http.GetAsync($"/v1/topics/{Topic}/records");
        using JsonDocument problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("unsupported-compression-type", problem.RootElement.GetProperty("code").GetString());

        var topic = new TopicClient(http, Topic);
        JsonElement receipt = await topic.ProduceAsync("""[{"value":"after"}]""");
        Assert.Equal(54, receipt.GetProperty("partitions")[0].GetProperty("baseOffset").GetInt64());
        JsonElement page = await topic.ReadAsync("partition=0&from=54");
        Assert.Equal("after", page.GetProperty("records")[0].GetProperty("value").GetString());
    }

    [SkippableFact]
    public async Task PartitionOfARealBroker_WithManySegments_IsServedRecordForRecord()
    {
        string kafka = TestEnvironment.KafkaOrSkip();
        using var directory = new TempDirectory();
        string written = await WriteWithKafkaAsync(kafka, directory.Combine("kafka"));
        string[] segments = [.. Directory.GetFiles(written, "*.log").Order(StringComparer.Ordinal)];
        LogDump dump = await LogDump.OfAsync(kafka, segments);

        using ServerProcess server = await StartWithAsync(directory.Combine("data"), partition => CopyAll(written, partition));
        using HttpClient http = server.CreateClient();
        List<JsonElement> served = await new TopicClient(http, Topic).DrainAsync(0);
        Assert.Equal(DumpLine.RecordsOf(segments.SelectMany(dump.Lines)), served.Select(DumpLine.Of));
        Assert.True(segments.Length > 2, $"{segments.Length} segments");
        output.WriteLine($"{segments.Length} segments, {served.Count} records");
    }

    private static async Task<string> WriteWithKafkaAsync(string kafka, string directory)
    {
        await using KafkaBroker broker = await KafkaBroker.StartAsync(kafka, directory);
        await broker.RunAsync("topics", "--create", "--topic", Topic, "--partitions", "1", "--config", "segment.bytes=1048576");
        IEnumerable<string> counted = Enumerable.Range(0, 300).Select(i => $"h1:v{i},h2:\tkey-{i % 7}\t{{\"n\":{i},\"text\":\"✓ {new string('x', i)}\"}}");
        string[] lines = [.. counted, "NULL\tNULL\tno key", "NULL\tgone\tNULL"];
        await broker.ProduceAsync(Topic, "none", lines);
        await broker.ProduceAsync(Topic, "gzip", lines);
        await broker.RunAsync("producer-perf-test", "--topic", Topic, "--num-records", "20000", "--record-size", "120", "--throughput", "-1");
        return broker.PartitionDirectory(Topic, 0);
    }

    private static Task<ServerProcess> StartWithFixtureAsync(TempDirectory directory, string name)
    {
        TestEnvironment.LinuxOrSkip();
        return StartWithAsync(directory.Path, partition => File.Copy(Fixture($"{name}.log"), Path.Combine(partition, FirstSegment)));
    }

    // The server makes the topic itself and is killed; the empty partition gets Kafka's files, which the next start then has to look at as after a crash.
    private static async Task<ServerProcess> StartWithAsync(string data, Action<string> fill)
    {
        using (ServerProcess server = await ServerProcess.StartAsync(data))
        {
            using HttpClient http = server.CreateClient();
            await new TopicClient(http, Topic).CreateAsync(1);
            server.Kill();
        }

        string partition = Path.Combine(data, $"{Topic}-0");
        foreach (string file in Directory.GetFiles(partition, "00*")) File.Delete(file);
        fill(partition);
        return await ServerProcess.StartAsync(data);
    }

    private static void CopyAll(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from).Where(file => Path.GetFileName(file) != "partition.metadata"))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
    }

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "KafkaSegments", name);
}
