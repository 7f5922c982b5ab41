using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace RestStream.Server.Tests.Records;

public sealed class ProduceTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With(("Limits:MaxProduceBodyBytes", "2000000"));

    [Fact]
    public async Task Single_FromCurl_Returns201WithLocationAndReadsBackByteForByte()
    {
        const string Value = """ {"mag" : 4.20, "mag":4.2, "esc":"A\u0000\ud800"} """;

        using var response = await _app.PostAsync("/v1/topics/quakes", Value, "application/x-www-form-urlencoded");

        var receipt = await response.JsonAsync(201);
        Assert.Equal("""[{"partition":0,"baseOffset":0,"count":1}]""", receipt.GetProperty("partitions").GetRawText());
        Assert.Equal("/v1/topics/quakes/partitions/0/records/0", response.Headers.Location!.OriginalString);
        using var raw = await _app.GetAsync(response.Headers.Location.OriginalString, "application/octet-stream");
        Assert.Equal(Value, await raw.Content.ReadAsStringAsync());
        using var page = await _app.GetAsync("/v1/topics/quakes/records");
        Assert.Contains($"\"value\":{Value},", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain text", "\"plain text\"", "text")]
    [InlineData("", "\"\"", "text")]
    [InlineData("{\"a\":", "\"{\\\"a\\\":\"", "text")]
    [InlineData("0", "0", null)]
    [InlineData("null", "null", null)]
    [InlineData("\"\"", "\"\"", null)]
    public async Task Single_AnyBody_ComesBackAsWhatItIs(string body, string value, string? encoding)
    {
        using var response = await _app.PostAsync("/v1/topics/t", body, "application/json");
        await response.JsonAsync(201);

        var record = (await _app.GetJsonAsync("/v1/topics/t/records")).GetProperty("records")[0];

        Assert.Equal(value, record.GetProperty("value").GetRawText());
        Assert.Equal(encoding, record.TryGetProperty("valueEncoding", out var told) ? told.GetString() : null);
    }

    [Fact]
    public async Task Single_BinaryBodyWithKeyTimestampAndHeaders_KeepsAll()
    {
        byte[] bytes = [0xFF, 0x00, 0xC3, 0x28];

        using var response = await _app.SendAsync(
            HttpMethod.Post, "/v1/topics/t?key=k%C3%A4&timestamp=1517966773840", bytes, "image/png", headers: ("Record-Header-src", "usgs"));
        await response.JsonAsync(201);

        var record = (await _app.GetJsonAsync("/v1/topics/t/records")).GetProperty("records")[0];
        Assert.Equal("kä", record.GetProperty("key").GetString());
        Assert.Equal(1517966773840, record.GetProperty("timestamp").GetInt64());
        Assert.Equal("base64", record.GetProperty("valueEncoding").GetString());
        Assert.Equal(bytes, record.GetProperty("value").GetBytesFromBase64());
        Assert.Equal("""[{"name":"src","value":"usgs"}]""", record.GetProperty("headers").GetRawText());
    }

    [Fact]
    public async Task Single_EmptyKeyAndNoKey_AreDistinct()
    {
        using var empty = await _app.PostAsync("/v1/topics/t?key=", "1");
        using var none = await _app.PostAsync("/v1/topics/t", "2");

        var records = (await _app.GetJsonAsync("/v1/topics/t/records")).GetProperty("records");
        Assert.Equal("", records[0].GetProperty("key").GetString());
        Assert.Equal(JsonValueKind.Null, records[1].GetProperty("key").ValueKind);
    }

    [Theory]
    [InlineData("partition=x", 400)]
    [InlineData("partition=-1", 422)]
    [InlineData("partition=7", 404)]
    [InlineData("timestamp=soon", 400)]
    [InlineData("acks=2", 400)]
    [InlineData("key=a&key=b", 400)]
    public async Task Single_BadParameter_IsRefusedAndStoresNothing(string query, int status)
    {
        await _app.CreateTopicAsync("t");

        using var response = await _app.PostAsync("/v1/topics/t?" + query, "1");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty((await _app.GetJsonAsync("/v1/topics/t/records")).GetProperty("records").EnumerateArray());
    }

    [Theory]
    [InlineData("""{"records":[{"value":1},{"value":2}]}""", "application/json")]
    [InlineData("""[{"value":1},{"value":2}]""", "application/json; charset=utf-8")]
    [InlineData("""[{"value":1},{"value":2}]""", "application/x-www-form-urlencoded")]
    [InlineData("{\"value\":1}\n{\"value\":2}\n", "application/x-www-form-urlencoded")]
    [InlineData("{\"value\":1}\r\n\r\n{\"value\":2}", "application/x-ndjson")]
    [InlineData("{\"value\":1}\n{\"value\":2}", null)]
    public async Task Batch_AnyForm_IsStoredInOrder(string body, string? contentType)
    {
        using var response = await _app.PostAsync("/v1/topics/t/records", body, contentType);

        var receipt = await response.JsonAsync(201);
        Assert.Equal("""{"partition":0,"baseOffset":0,"count":2}""", receipt.GetProperty("partitions")[0].GetRawText());
        Assert.Equal([1, 2], Values(await _app.GetJsonAsync("/v1/topics/t/records")));
    }

    [Fact]
    public async Task Batch_ReceiptsEach_NamesEveryRecordInRequestOrder()
    {
        await _app.CreateTopicAsync("t", 3);

        using var response = await _app.PostAsync("/v1/topics/t/records?receipts=each", """[{"value":1,"partition":2},{"value":2,"partition":0},{"value":3,"partition":2}]""");

        var receipt = await response.JsonAsync(201);
        Assert.Equal("""[{"partition":2,"offset":0},{"partition":0,"offset":0},{"partition":2,"offset":1}]""", receipt.GetProperty("records").GetRawText());
    }

    [Fact]
    public async Task Batch_OneRecordRefused_Returns207WithItsPlace()
    {
        await _app.CreateTopicAsync("t", 1, """{"max.message.bytes":"1000"}""");

        using var response = await _app.PostAsync("/v1/topics/t/records", $$"""[{"value":1},{"value":"{{new string('x', 2000)}}"},{"value":3}]""");

        var receipt = await response.JsonAsync(207);
        Assert.Equal(2, receipt.GetProperty("partitions")[0].GetProperty("count").GetInt32());
        var error = receipt.GetProperty("errors")[0];
        Assert.Equal(1, error.GetProperty("index").GetInt32());
        Assert.Equal(413, error.GetProperty("status").GetInt32());
        Assert.Equal("message-too-large", error.GetProperty("code").GetString());
        Assert.Contains("1000", error.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal([1, 3], Values(await _app.GetJsonAsync("/v1/topics/t/records")));
    }

    [Fact]
    public async Task Batch_AllRefused_ReturnsTheProblemWithEveryRecord()
    {
        await _app.CreateTopicAsync("t", 1);

        using var response = await _app.PostAsync("/v1/topics/t/records", """[{"value":1,"partition":4},{"value":2,"partition":5}]""");

        var problem = await response.ProblemAsync("unknown-topic-or-partition");
        Assert.Equal([0, 1], problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("index").GetInt32()));
    }

    [Theory]
    [InlineData("""{"records":[{"key":"a"}]}""", "/records/0/value")]
    [InlineData("""{"records":[{"value":1,"vaule":2}]}""", "/records/0/vaule")]
    [InlineData("""{"records":[{"value":1,"value":2}]}""", "/records/0/value")]
    [InlineData("""{"records":[{"value":1}""", null)]
    [InlineData("""[{"value":1,"partition":-1}]""", "/0/partition")]
    [InlineData("""[{"value":1,"timestamp":1e999}]""", "/0/timestamp")]
    [InlineData("""[{"value":1,"partition":9223372036854775808}]""", "/0/partition")]
    [InlineData("hello", null)]
    public async Task Batch_UnreadableBody_Returns400WithPointerAndStoresNothing(string body, string? pointer)
    {
        await _app.CreateTopicAsync("t");

        using var response = await _app.PostAsync("/v1/topics/t/records", body);

        var problem = await response.JsonAsync(400);
        if (pointer is not null) Assert.Equal(pointer, problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Equal(0, _app.Engine.Find("t")!.Partitions[0].HighWatermark);
    }

    [Fact]
    public async Task Batch_Empty_Returns422()
    {
        using var response = await _app.PostAsync("/v1/topics/t/records", "[]");

        await response.ProblemAsync("validation-failed");
    }

    [Fact]
    public async Task Acks0_Returns202WithoutOffsets()
    {
        using var response = await _app.PostAsync("/v1/topics/t/records?acks=0", """[{"value":1},{"value":2}]""");

        Assert.Equal("""{"accepted":2}""", (await response.JsonAsync(202)).GetRawText());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Batch_PackedBody_IsUnpacked(string encoding)
    {
        using var response = await _app.SendAsync(
            HttpMethod.Post, "/v1/topics/t/records", Pack("""[{"value":1},{"value":2}]"""u8.ToArray(), encoding), headers: ("Content-Encoding", encoding));

        await response.JsonAsync(201);
        Assert.Equal([1, 2], Values(await _app.GetJsonAsync("/v1/topics/t/records")));
    }

    [Theory]
    [InlineData("deflate")]
    [InlineData("gzip, gzip")]
    [InlineData("zstd")]
    public async Task UnknownOrStackedEncoding_Returns415(string encoding)
    {
        using var response = await _app.SendAsync(HttpMethod.Post, "/v1/topics/t", [1, 2, 3], headers: ("Content-Encoding", encoding));

        await response.ProblemAsync("unsupported-content-encoding");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Bomb_IsCutAtTheUnpackedLimitWith413(string encoding)
    {
        var bomb = Pack(new byte[50_000_000], encoding);
        Assert.True(bomb.Length < 500_000);

        using var response = await _app.SendAsync(HttpMethod.Post, "/v1/topics/t", bomb, headers: ("Content-Encoding", encoding));

        await response.ProblemAsync("request-too-large");
    }

    [Fact]
    public async Task NotReallyGzip_Returns400()
    {
        using var response = await _app.SendAsync(HttpMethod.Post, "/v1/topics/t", "hello"u8.ToArray(), headers: ("Content-Encoding", "gzip"));

        await response.ProblemAsync("bad-request");
    }

    [Theory]
    [InlineData("gzip", "/v1/topics/t")]
    [InlineData("br", "/v1/topics/t")]
    [InlineData("gzip", "/v1/topics/t/records")]
    [InlineData("br", "/v1/topics/t/records")]
    public async Task CutPackedBody_Returns400AndStoresNothing(string encoding, string path)
    {
        var packed = Pack(Encoding.UTF8.GetBytes("[{\"value\":1}]" + new string(' ', 1000)), encoding);

        // What is left unpacks to all of the text; only the end of the stream is not there.
        using var response = await _app.SendAsync(HttpMethod.Post, path, packed[..^1], headers: ("Content-Encoding", encoding));

        await response.ProblemAsync("bad-request");
        Assert.Null(_app.Engine.Find("t"));
    }

    [Theory]
    [InlineData("/v1/topics/t", "application/json")]
    [InlineData("/v1/topics/t/records", "application/json")]
    [InlineData("/v1/topics/t/records", "application/x-ndjson")]
    [InlineData("/v1/topics", "application/json")]
    public async Task CorruptBrotli_Returns400(string path, string contentType)
    {
        var corrupt = Enumerable.Repeat((byte)0xff, 100).ToArray();

        using var response = await _app.SendAsync(HttpMethod.Post, path, corrupt, contentType, headers: ("Content-Encoding", "br"));

        await response.ProblemAsync("bad-request");
    }

    [Fact]
    public async Task BodyOverTheLimit_KnownOrUnknownLength_Returns413()
    {
        using var known = await _app.PostAsync("/v1/topics/t", new string('x', 2_000_001), "text/plain");
        using var content = new StreamContent(new MemoryStream(new byte[2_100_000]));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/topics/t") { Content = content };
        request.Headers.TransferEncodingChunked = true;
        using var chunked = await _app.Client.SendAsync(request);

        await known.ProblemAsync("request-too-large");
        await chunked.ProblemAsync("request-too-large");
    }

    [Fact]
    public async Task InternalTopic_AnyWrite_Returns403()
    {
        using var one = await _app.PostAsync("/v1/topics/__consumer_offsets", "1");
        using var truncate = await _app.PostAsync("/v1/topics/_schemas/truncate", """{"before":"latest"}""");

        await one.ProblemAsync("internal-topic");
        Assert.True((int)truncate.StatusCode is 403 or 404);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    private static IEnumerable<int> Values(JsonElement page) => page.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("value").GetInt32());

    private static byte[] Pack(byte[] bytes, string encoding)
    {
        var packed = new MemoryStream();
        using (Stream packer = encoding == "br" ? new BrotliStream(packed, CompressionLevel.Fastest) : new GZipStream(packed, CompressionLevel.Fastest)) packer.Write(bytes);
        return packed.ToArray();
    }
}
