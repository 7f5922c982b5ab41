using System.Globalization;
using System.IO.Compression;
using System.Text;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Records;

public sealed class NdjsonUploadTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With(("Limits:MaxLineBytes", "5000"));

    [Fact]
    public async Task RefusedLines_AreListedAndTheUploadGoesOn()
    {
        await _app.CreateTopicAsync("t", 2);

        using var response = await _app.PostNdjsonAsync("t", "{\"value\":1,\"partition\":0}\n{\"value\":2,\"partition\":9}\n\n{\"value\":3,\"partition\":-1}\n{\"value\":4,\"partition\":0}\n");

        var receipt = await response.JsonAsync(207);
        Assert.Equal(2, receipt.GetProperty("stored").GetInt32());
        Assert.Equal([(1, 2), (2, 4)], receipt.GetProperty("errors").EnumerateArray().Select(error => (error.GetProperty("index").GetInt32(), error.GetProperty("line").GetInt32())));
        Assert.False(receipt.TryGetProperty("ended", out _));
    }

    [Fact]
    public async Task UnreadableLineInTheMiddle_EndsTheUploadAndKeepsWhatWasBefore()
    {
        using var response = await _app.PostNdjsonAsync("t", "{\"value\":1}\n{\"value\":2}\n{\"value\":\n{\"value\":4}\n");

        var receipt = await response.JsonAsync(207);
        Assert.Equal(2, receipt.GetProperty("stored").GetInt32());
        Assert.Equal(2, receipt.GetProperty("index").GetInt32());
        Assert.Equal(3, receipt.GetProperty("line").GetInt32());
        Assert.Equal("invalid-json", receipt.GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.Equal(2, _app.Engine.Find("t")!.Partitions[0].HighWatermark);
    }

    [Theory]
    [InlineData("nonsense\n{\"value\":1}\n", "invalid-json")]
    [InlineData("{\"value\":1", "invalid-json")]
    [InlineData("\n\n", "validation-failed")]
    [InlineData("", "validation-failed")]
    public async Task NothingStored_ReturnsTheProblem(string body, string code)
    {
        using var response = await _app.PostNdjsonAsync("t", body);

        await response.ProblemAsync(code);
    }

    [Fact]
    public async Task TooLongLine_EndsTheUpload()
    {
        using var response = await _app.PostNdjsonAsync("t", "{\"value\":1}\n{\"value\":\"" + new string('x', 6000) + "\"}\n{\"value\":3}\n");

        var receipt = await response.JsonAsync(207);
        Assert.Equal(1, receipt.GetProperty("stored").GetInt32());
        Assert.Equal(2, receipt.GetProperty("line").GetInt32());
        Assert.Equal("request-too-large", receipt.GetProperty("errors")[0].GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RecordOverMaxMessageBytes_EndsTheUploadAndNothingBehindItIsStored(bool isFirst)
    {
        await _app.CreateTopicAsync("t", 1, """{"max.message.bytes":"1000"}""");
        var small = string.Concat(Enumerable.Range(0, 50).Select(i => $"{{\"value\":{i}}}\n"));
        var big = "{\"value\":\"" + new string('x', 1500) + "\"}\n";

        using var response = await _app.PostNdjsonAsync("t", (isFirst ? "" : small) + big + small);

        if (isFirst)
        {
            var problem = await response.ProblemAsync("message-too-large");
            Assert.Contains("1000", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        else
        {
            var receipt = await response.JsonAsync(207);
            Assert.Equal(50, receipt.GetProperty("stored").GetInt32());
            Assert.Equal(51, receipt.GetProperty("line").GetInt32());
            Assert.Equal("message-too-large", receipt.GetProperty("errors")[0].GetProperty("code").GetString());
        }

        Assert.Equal(isFirst ? 0 : 50, _app.Engine.Find("t")!.Partitions[0].HighWatermark);
    }

    [Fact]
    public async Task ManyRefusedLines_ListsAHundredAndCountsAll()
    {
        await _app.CreateTopicAsync("t");
        var body = "{\"value\":1}\n" + string.Concat(Enumerable.Repeat("{\"value\":1,\"partition\":7}\n", 250));

        using var response = await _app.PostNdjsonAsync("t", body);

        var receipt = await response.JsonAsync(207);
        Assert.Equal(100, receipt.GetProperty("errors").GetArrayLength());
        Assert.Equal(250, receipt.GetProperty("errorCount").GetInt32());
    }

    [Fact]
    public async Task ReceiptsEach_Returns400()
    {
        using var response = await _app.PostAsync("/v1/topics/t/records?receipts=each", "{\"value\":1}\n", "application/x-ndjson");

        await response.ProblemAsync("invalid-parameter");
    }

    [Fact]
    public async Task LinesOfASlowUpload_AreAppendedAsTheyCome()
    {
        var gate = new TaskCompletionSource();
        using var request = PushContent.Upload("t", async stream =>
        {
            await stream.WriteAsync("{\"value\":1}\n{\"val"u8.ToArray());
            await stream.FlushAsync();
            await gate.Task;
            await stream.WriteAsync("ue\":2}"u8.ToArray());
        });

        var sending = _app.Client.SendAsync(request);
        await Eventually.True(() => _app.Engine.Find("t")?.Partitions[0].HighWatermark == 1);
        gate.SetResult();
        using var response = await sending;

        Assert.Equal(2, (await response.JsonAsync(201)).GetProperty("stored").GetInt32());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task PackedUploadThatIsCutOrCorrupt_KeepsItsCounts(string encoding)
    {
        const int Lines = 20_000;
        var packed = new MemoryStream();
        await using (Stream packer = encoding == "br" ? new BrotliStream(packed, CompressionLevel.Fastest, true) : new GZipStream(packed, CompressionLevel.Fastest, true))
        {
            for (var i = 0; i < Lines; i++) await packer.WriteAsync(Encoding.UTF8.GetBytes($"{{\"value\":{i}}}\n"));
        }

        var whole = packed.ToArray();
        foreach (var (topic, body) in new[] { ("cut", whole[..^1]), ("corrupt", [.. whole[..^300], .. Enumerable.Repeat((byte)0xff, 300)]) })
        {
            using var response = await _app.SendAsync(HttpMethod.Post, $"/v1/topics/{topic}/records", body, "application/x-ndjson", headers: ("Content-Encoding", encoding));

            var receipt = await response.JsonAsync(207);
            Assert.InRange(receipt.GetProperty("stored").GetInt32(), 1, Lines);
            Assert.Equal(_app.Engine.Find(topic)!.Partitions[0].HighWatermark, receipt.GetProperty("stored").GetInt64());
            Assert.Equal(receipt.GetProperty("stored").GetInt64() + 1, receipt.GetProperty("line").GetInt64());
            Assert.Equal("bad-request", receipt.GetProperty("errors")[0].GetProperty("code").GetString());
            Assert.Contains("ended here", receipt.GetProperty("ended").GetString(), StringComparison.Ordinal);
        }
    }

    [SkippableTheory]
    [InlineData("earthquakes.ndjson", 1707)]
    [InlineData("flights.ndjson", 20_000)]
    [InlineData("movies.ndjson", 3201)]
    public async Task RealFile_ReadsBackEqualInValueKeyAndTimestamp(string name, int atMost)
    {
        await using var app = RestStreamApp.With();
        var lines = await File.ReadAllLinesAsync(TestEnvironment.DataFileOrSkip(name));
        await app.CreateTopicAsync("data", 3);
        using var response = await app.SendAsync(HttpMethod.Post, "/v1/topics/data/records", await File.ReadAllBytesAsync(TestEnvironment.DataFileOrSkip(name)), "application/x-ndjson");
        Assert.Equal(lines.Length, (await response.JsonAsync(201)).GetProperty("stored").GetInt32());
        Assert.InRange(lines.Length, 1, atMost);

        var read = await ReadAllAsync(app, "data");

        var sent = lines.Select(line => Canonical(System.Text.Json.JsonDocument.Parse(line).RootElement)).Order(StringComparer.Ordinal);
        Assert.Equal(sent, read.Select(Canonical).Order(StringComparer.Ordinal));

        string Canonical(System.Text.Json.JsonElement record) => string.Create(CultureInfo.InvariantCulture,
            $"{record.GetProperty("key").GetRawText()}|{(lines[0].Contains("\"timestamp\"", StringComparison.Ordinal) ? record.GetProperty("timestamp").GetRawText() : "")}|{record.GetProperty("value").GetRawText()}");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    private static async Task<List<System.Text.Json.JsonElement>> ReadAllAsync(RestStreamApp app, string topic)
    {
        var records = new List<System.Text.Json.JsonElement>();
        for (var cursor = ""; ;)
        {
            var page = await app.GetJsonAsync($"/v1/topics/{topic}/records?max=1000{cursor}");
            if (page.GetProperty("records").GetArrayLength() == 0) return records;
            records.AddRange(page.GetProperty("records").EnumerateArray());
            cursor = "&cursor=" + page.GetProperty("next").GetString();
        }
    }
}
