using RestStream.TestKit;

namespace RestStream.Server.Tests.Metrics;

public sealed class OperationTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With();

    [Fact]
    public async Task Health_RunningServer_IsLiveAndReady()
    {
        Assert.Equal("ok", (await _app.GetJsonAsync("/health/live")).GetProperty("status").GetString());
        Assert.Equal("ok", (await _app.GetJsonAsync("/health/ready")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Health_StoppingEngine_IsNotReadyAndRefusesProduce()
    {
        _app.Engine.BeginStop();

        using var ready = await _app.GetAsync("/health/ready");
        using var produce = await _app.PostAsync("/v1/topics/t", "1");

        Assert.Equal("stopping", (await ready.JsonAsync(503)).GetProperty("status").GetString());
        await produce.ProblemAsync("shutting-down");
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Head_IsAnsweredWithoutABody(string path)
    {
        using var response = await _app.SendAsync(HttpMethod.Head, path, null);

        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Metrics_AfterTraffic_HaveRequestsSyncsAndOffsets()
    {
        await _app.CreateTopicAsync("t", 2);
        await _app.ProduceAsync("t", """{"value":1,"partition":1}""", """{"value":2,"partition":1}""");
        // The meters of other servers in this process are read too: none has so many fetches parked.
        var parked = Enumerable.Range(0, 7).Select(_ => _app.GetJsonAsync("/v1/topics/t/records?from=latest&wait=60s")).ToList();
        await Eventually.True(() => _app.Engine.ParkedFetches == parked.Count);
        using var missing = await _app.GetAsync("/v1/topics/none");
        // A request is counted after its answer; one that comes behind it on its connection is read after that.
        await missing.ProblemAsync("unknown-topic-or-partition");

        var text = await _app.Client.GetStringAsync("/metrics");

        foreach (var line in new[]
        {
            "reststream_http_requests_total{method=\"POST\",route=\"/v1/topics/{topic}/records\",status=\"2xx\"} 1",
            "reststream_http_requests_total{method=\"GET\",route=\"/v1/topics/{topic}\",status=\"4xx\"} 1",
            "kafka_brokers 1",
            "kafka_topic_partitions{topic=\"t\"} 2",
            "kafka_topic_partition_current_offset{partition=\"1\",topic=\"t\"} 2",
            "kafka_topic_partition_oldest_offset{partition=\"1\",topic=\"t\"} 0",
            "reststream_fetch_parked 7",
            "# TYPE reststream_storage_sync_duration_seconds histogram",
        }) Assert.Contains(line, text.Split('\n'));
        Assert.Matches("reststream_storage_sync_duration_seconds_count [1-9]", text);
        Assert.Matches("reststream_produce_records_total [0-9]*2", text);
        await _app.ProduceAsync("t", """{"value":3}""");
        await Task.WhenAll(parked);
    }

    [Fact]
    public async Task Metrics_AfterWrongPathsAndMethods_NameEverySeriesOnce()
    {
        foreach (var path in new[] { "/none", "/v1/none", "/v1/topics", "/v1/topics/t/truncate", "/v1/topics/t/offsets", "/metrics" })
        {
            using var wrong = await _app.SendAsync(HttpMethod.Delete, path, null);
            await wrong.Content.ReadAsByteArrayAsync();
        }

        var text = await _app.Client.GetStringAsync("/metrics");

        // The meters of other servers in this process are read too, so only the requests are this server's alone.
        var series = text.Split('\n').Where(line => line.StartsWith("reststream_http_requests_total{", StringComparison.Ordinal)).Select(line => line[..line.LastIndexOf(' ')]).ToList();
        Assert.Equal(series.Distinct(), series);
        Assert.Contains("reststream_http_requests_total{method=\"*\",route=\"(none)\",status=\"4xx\"} 6", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_ManyPartitions_AreBounded()
    {
        await using var app = RestStreamApp.With(("Limits:MaxMetricSeries", "10"));
        await app.CreateTopicAsync("a", 8);
        await app.CreateTopicAsync("b", 8);

        var text = await app.Client.GetStringAsync("/metrics");

        Assert.Contains("kafka_topic_partitions{topic=\"a\"} 8", text, StringComparison.Ordinal);
        Assert.DoesNotContain("topic=\"b\"", text, StringComparison.Ordinal);
        Assert.Contains("reststream_topics_without_metrics 1", text, StringComparison.Ordinal);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();
}
