using System.Text.Json;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Push;

public sealed class HubProduceTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With();
    private HubClient _hub = null!;

    [Fact]
    public async Task Produce_AnswersWhereEachLandedAndKeepsValuesByteForByte()
    {
        await _app.CreateTopicAsync("t", 2);

        var receipt = await _hub.InvokeAsync("Produce", "\"t\"", """[{"key":"a","value":{"x":  1.50,"x":2},"partition":1,"headers":[{"name":"h","value":"v"}]},{"value":null,"partition":0}]""");

        Assert.Equal("""{"partitions":[{"partition":0,"baseOffset":0,"count":1},{"partition":1,"baseOffset":0,"count":1}],"records":[{"partition":1,"offset":0},{"partition":0,"offset":0}]}""", receipt!.Value.GetRawText());
        var page = await _app.GetJsonAsync("/v1/topics/t/records?partition=1");
        Assert.Equal("""{"x":  1.50,"x":2}""", page.GetProperty("records")[0].GetProperty("value").GetRawText());
    }

    [Fact]
    public async Task Produce_SomeRefused_ListsThem()
    {
        var receipt = await _hub.InvokeAsync("Produce", "\"t\"", """[{"value":1},{"value":2,"partition":9}]""");

        Assert.Equal(1, receipt!.Value.GetProperty("errors")[0].GetProperty("index").GetInt32());
        Assert.Equal(1, receipt.Value.GetProperty("partitions")[0].GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("\"t\"", "[]", "validation-failed")]
    [InlineData("\"t\"", "{}", "invalid-parameter")]
    [InlineData("\"t\"", "[{}]", "invalid-json")]
    [InlineData("\"t\"", """[{"value":1,"more":2}]""", "invalid-json")]
    [InlineData("\"t\"", """[{"value":1,"key":{}}]""", "invalid-json")]
    [InlineData("5", """[{"value":1}]""", "invalid-parameter")]
    [InlineData("\"a b\"", """[{"value":1}]""", "invalid-topic-exception")]
    [InlineData("\"__x\"", """[{"value":1}]""", "internal-topic")]
    [InlineData("\"t\"", """[{"value":1,"partition":9}]""", "unknown-topic-or-partition")]
    public async Task Produce_NothingStored_IsTheProblemThatRestWouldAnswer(string topic, string records, string code)
    {
        var refused = await Assert.ThrowsAsync<HubCallException>(() => _hub.InvokeAsync("Produce", topic, records));

        Assert.Equal(code, refused.Code);
    }

    [Fact]
    public async Task ProduceStream_AnswersReceiptsInOrder()
    {
        await _app.CreateTopicAsync("t");
        var upload = await _hub.UploadAsync("ProduceStream", "\"t\"");
        for (var i = 0; i < 50; i++) await ItemAsync(i % 5 == 0 ? $$"""[{"value":{{i}}},{"value":{{i}}}]""" : $$"""{"value":{{i}}}""");
        await _hub.SendAsync("""{"type":3,"invocationId":"u"}""");

        var next = 0L;
        while (next < 60)
        {
            var receipt = await upload.NextAsync();
            Assert.Equal(next, receipt.GetProperty("index").GetInt64());
            Assert.Equal(next, receipt.GetProperty("partitions")[0].GetProperty("baseOffset").GetInt64());
            next += receipt.GetProperty("count").GetInt64();
        }

        await upload.ResultAsync();
        Assert.Equal(60, next);
    }

    [Fact]
    public async Task ProduceStream_ItemThatCannotBeRead_EndsItBehindWhatIsStored()
    {
        await _app.CreateTopicAsync("t");
        var upload = await _hub.UploadAsync("ProduceStream", "\"t\"");
        await ItemAsync("""{"value":1}""");
        await ItemAsync("""{"value":2,"partition":7}""");
        await ItemAsync("""{"nothing":3}""");
        await ItemAsync("""{"value":4}""");

        var (stored, refused) = (0, 0);
        var ended = await Assert.ThrowsAsync<HubCallException>(async () =>
        {
            while (true)
            {
                var receipt = await upload.NextAsync();
                stored += receipt.GetProperty("partitions").EnumerateArray().Sum(run => run.GetProperty("count").GetInt32());
                if (receipt.TryGetProperty("errors", out var errors)) refused += errors.EnumerateArray().Count(error => error.GetProperty("index").GetInt32() == 1);
            }
        });

        Assert.Equal("invalid-json", ended.Code);
        Assert.Contains("Record 2", ended.Problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal((1, 1), (stored, refused));
    }

    public async Task InitializeAsync() => _hub = await HubClient.ConnectAsync(_app.Address);

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _app.DisposeAsync();
    }

    private Task ItemAsync(string item) => _hub.SendAsync($$"""{"type":2,"invocationId":"u","item":{{item}}}""");
}
