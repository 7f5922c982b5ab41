using System.Net;
using System.Text.Json;
using RestStream.Server.Tests.Processes;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Server.Tests.Proof;

/// <summary>Real data, loaded as NDJSON and read back in pages, is equal byte for byte in value, key and timestamp.</summary>
[Collection(ProcessTests.Name)]
public sealed class DataFileTests(ITestOutputHelper output)
{
    [SkippableTheory]
    [InlineData("earthquakes.ndjson")]
    [InlineData("flights.ndjson")]
    [InlineData("movies.ndjson")]
    public async Task DataFile_IsReadBackAsItWasLoaded(string name)
    {
        string file = TestEnvironment.DataFileOrSkip(name);
        using var directory = new TempDirectory();
        using ServerProcess server = await ServerProcess.StartAsync(directory.Path);
        using HttpClient http = server.CreateClient();
        var topic = new TopicClient(http, "data");
        await topic.CreateAsync(3);
        List<JsonElement> sent = [.. File.ReadLines(file).Select(line => JsonDocument.Parse(line).RootElement)];
        long before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await UploadAsync(http, file, sent.Count);
        long after = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        List<JsonElement> read = await ReadAllAsync(topic);
        Assert.Equal(sent.Count, read.Count);
        // A key has one partition, so its records keep their order, and the two lists by key must be the same.
        ILookup<string, JsonElement> byKey = read.OrderBy(record => record.GetProperty("offset").GetInt64()).ToLookup(Raw("key"));
        foreach (IGrouping<string, JsonElement> key in sent.ToLookup(Raw("key")))
        {
            Assert.Equal(key.Select(Raw("value")), byKey[key.Key].Select(Raw("value")));
            Assert.All(key.Zip(byKey[key.Key]), pair => AssertTimestamp(pair.First, pair.Second, before, after));
        }

        output.WriteLine($"{name}: {read.Count} records");
    }

    private static async Task UploadAsync(HttpClient http, string file, int count)
    {
        using var content = new StreamContent(File.OpenRead(file));
        content.Headers.ContentType = new("application/x-ndjson");
        using HttpResponseMessage answer = await http.PostAsync("/v1/topics/data/records", content);
        await TopicClient.ExpectAsync(answer, HttpStatusCode.Created);
        using JsonDocument receipt = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(count, receipt.RootElement.GetProperty("partitions").EnumerateArray().Sum(run => run.GetProperty("count").GetInt32()));
    }

    // By the cursor, over all partitions, in pages of an odd size.
    private static async Task<List<JsonElement>> ReadAllAsync(TopicClient topic)
    {
        var records = new List<JsonElement>();
        string position = "from=earliest";
        while (true)
        {
            JsonElement page = await topic.ReadAsync($"{position}&max=777");
            if (page.GetProperty("records").GetArrayLength() == 0) return records;
            Assert.Equal(JsonValueKind.Null, page.GetProperty("gap").ValueKind);
            records.AddRange(page.GetProperty("records").EnumerateArray());
            position = $"cursor={page.GetProperty("next").GetString()}";
        }
    }

    private static void AssertTimestamp(JsonElement sent, JsonElement read, long before, long after)
    {
        long timestamp = read.GetProperty("timestamp").GetInt64();
        if (sent.TryGetProperty("timestamp", out JsonElement given)) Assert.Equal(given.GetInt64(), timestamp);
        else Assert.InRange(timestamp, before, after);
    }

    private static Func<JsonElement, string> Raw(string member) => record => record.GetProperty(member).GetRawText();
}
