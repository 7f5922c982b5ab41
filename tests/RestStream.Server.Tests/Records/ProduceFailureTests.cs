using System.Text.Json;
using RestStream.Core;
using RestStream.Core.Produce;

namespace RestStream.Server.Tests.Records;

/// <summary>What clients see of an engine that fails.</summary>
public sealed class ProduceFailureTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.Over(inner => new ThrowingEngine(inner));

    private ThrowingEngine Engine => (ThrowingEngine)_app.Engine;

    [Theory]
    [InlineData(ErrorCode.DiskFull, 507)]
    [InlineData(ErrorCode.ShuttingDown, 503)]
    [InlineData(ErrorCode.KafkaStorageError, 503)]
    [InlineData(ErrorCode.OutcomeUnknown, 500)]
    [InlineData(ErrorCode.InvalidTimestamp, 422)]
    [InlineData(ErrorCode.InternalTopic, 403)]
    public async Task WholeRefusal_HasItsStatusOnEveryDoor(ErrorCode code, int status)
    {
        Engine.OnProduce = _ => ProduceResult.Refused(new Error(code, "Because."));

        using var single = await _app.PostAsync("/v1/topics/t", "1");
        using var batch = await _app.PostAsync("/v1/topics/t/records", """[{"value":1}]""");
        using var ndjson = await _app.PostNdjsonAsync("t", "{\"value\":1}\n");

        foreach (var response in new[] { single, batch, ndjson })
        {
            await response.ProblemAsync(ErrorCodes.NameOf(code));
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task PartitionLost_Returns207WithTheLostRecords()
    {
        await _app.CreateTopicAsync("t");
        Engine.OnProduce = request => request.Records.Count < 3
            ? null
            : new ProduceResult([new PartitionReceipt(0, 5, 2)], [new RecordError(2, new Error(ErrorCode.OutcomeUnknown, "The sync failed."))], null, Acks.All);

        using var response = await _app.PostAsync("/v1/topics/t/records", """[{"value":1},{"value":2},{"value":3}]""");

        var receipt = await response.JsonAsync(207);
        Assert.Equal("""[{"partition":0,"baseOffset":5,"count":2}]""", receipt.GetProperty("partitions").GetRawText());
        Assert.Equal("outcome-unknown", receipt.GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.Equal(500, receipt.GetProperty("errors")[0].GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task NdjsonUpload_EngineFailsInTheMiddle_EndsAndSaysWhere()
    {
        await using var app = new RestStreamApp(
            services: services => services.Decorate<ILogEngine>(inner => new ThrowingEngine(inner)), settings: [("Limits:NdjsonChunkBytes", "64")]);
        var calls = 0;
        ((ThrowingEngine)app.Engine).OnProduce = _ => ++calls <= 2 ? null : ProduceResult.Refused(new Error(ErrorCode.DiskFull, "Full."));

        using var response = await app.PostNdjsonAsync("t", string.Concat(Enumerable.Range(0, 100).Select(i => $"{{\"value\":{i}}}\n")));

        var receipt = await response.JsonAsync(207);
        Assert.Equal(3, calls);
        var stored = receipt.GetProperty("stored").GetInt32();
        Assert.Equal(stored, receipt.GetProperty("index").GetInt32());
        Assert.Equal(stored + 1, receipt.GetProperty("line").GetInt32());
        Assert.Equal(507, receipt.GetProperty("errors")[0].GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task TopicThatTheSystemFlushes_SaysSoInEveryFormOfReceipt()
    {
        const string good = """{"value":1}""", bad = """{"value":2,"partition":9}""";
        await _app.CreateTopicAsync("t", 1, """{"flush.messages":"9223372036854775807","flush.ms":"9223372036854775807"}""");
        await _app.CreateTopicAsync("synced");

        foreach (var (topic, acks) in new[] { ("t", "1"), ("synced", null) })
        {
            using var partial = await _app.PostAsync($"/v1/topics/{topic}/records", $"[{good},{bad}]");
            using var lines = await _app.PostNdjsonAsync(topic, $"{good}\n{good}\n");
            using var partialLines = await _app.PostNdjsonAsync(topic, $"{good}\n{bad}\n");

            Assert.Equal(acks, AcksOf(await partial.JsonAsync(207)));
            Assert.Equal(acks, AcksOf(await lines.JsonAsync(201)));
            Assert.Equal(acks, AcksOf(await partialLines.JsonAsync(207)));
        }
    }

    [Fact]
    public async Task TopicThatTheSystemFlushes_SaysThatItIsNotSynced()
    {
        await _app.CreateTopicAsync("t", 1, """{"flush.messages":"9223372036854775807","flush.ms":"9223372036854775807"}""");

        using var response = await _app.PostAsync("/v1/topics/t", "1");

        Assert.Equal("1", (await response.JsonAsync(201)).GetProperty("acks").GetString());
    }

    private static string? AcksOf(JsonElement receipt) => receipt.TryGetProperty("acks", out var acks) ? acks.GetString() : null;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();
}
