using System.Text.Json;
using RestStream.Server.Tests.Push;

namespace RestStream.Server.Tests.Schemas;

/// <summary>Records that come by the hub are checked as those of REST are.</summary>
public sealed class HubEnforcementTests : IAsyncLifetime
{
    private readonly EnforcedApp _app = EnforcedApp.With();
    private HubClient _hub = null!;

    [Fact]
    public async Task Produce_ListsWhatDoesNotFit()
    {
        await _app.EnforceAsync("quakes");

        var receipt = await _hub.InvokeAsync("Produce", "\"quakes\"", """[{"value":{"mag":1}},{"value":{"mag":"1"}}]""");

        var error = Assert.Single(receipt!.Value.GetProperty("errors").EnumerateArray());
        Assert.Equal(1, error.GetProperty("index").GetInt32());
        Assert.Equal("/mag", error.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Produce_WhereNoneFits_IsTheProblem()
    {
        await _app.EnforceAsync("quakes");

        var refused = await Assert.ThrowsAsync<HubCallException>(() => _hub.InvokeAsync("Produce", "\"quakes\"", """[{"value":1}]"""));

        Assert.Equal("invalid-record", refused.Code);
    }

    [Fact]
    public async Task Produce_OfDeadLetters_SaysWhereTheyAre()
    {
        await _app.EnforceAsync("quakes", """{"mode":"enforce","onInvalid":"deadLetter"}""");

        var receipt = await _hub.InvokeAsync("Produce", "\"quakes\"", """[{"value":1}]""");

        Assert.Equal("quakes.dlq", receipt!.Value.GetProperty("deadLettered")[0].GetProperty("topic").GetString());
    }

    [Fact]
    public async Task ProduceStream_TellsOfItemsThatDoNotFit_AndGoesOn()
    {
        await _app.EnforceAsync("quakes");
        var upload = await _hub.UploadAsync("ProduceStream", "\"quakes\"");

        var errors = new List<long>();
        var next = 0L;
        foreach (var value in new[] { """{"mag":1}""", "1", """{"mag":2}""" })
        {
            await _hub.SendAsync($$$"""{"type":2,"invocationId":"u","item":{"value":{{{value}}}}}""");
            var receipt = await upload.NextAsync();
            next += receipt.GetProperty("count").GetInt64();
            if (receipt.TryGetProperty("errors", out var told)) errors.AddRange(told.EnumerateArray().Select(error => error.GetProperty("index").GetInt64()));
        }

        Assert.Equal(3, next);
        Assert.Equal([1L], errors);
    }

    [Fact]
    public async Task Subscribe_WithSchema_NamesIt()
    {
        var schema = await _app.EnforceAsync("quakes", """{"mode":"enforce","stamp":true}""");
        await _app.App.ProduceAsync("quakes", """{"value":{"mag":1}}""");

        var stream = await _hub.SubscribeAsync("""{"topics":"quakes","from":"earliest","schema":true}""");
        await stream.NextAsync();
        var frame = await stream.NextAsync();

        Assert.Equal(schema.Id, frame.GetProperty("records")[0].GetProperty("schema").GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task JoinGroup_WithSchema_NamesIt()
    {
        var schema = await _app.EnforceAsync("quakes", """{"mode":"enforce","stamp":true}""");
        await _app.App.ProduceAsync("quakes", """{"value":{"mag":1}}""");

        var stream = await _hub.StreamAsync("JoinGroup", """{"group":"g","topics":["quakes"],"schema":true}""");
        JsonElement frame;
        do frame = await stream.NextAsync();
        while (frame.GetProperty("type").GetString() != "records");

        Assert.Equal(schema.Id, frame.GetProperty("records")[0].GetProperty("schema").GetProperty("id").GetInt32());
        var refused = await Assert.ThrowsAsync<HubCallException>(async () => await (await _hub.StreamAsync("JoinGroup", """{"group":"g","topics":["quakes"],"valueFormat":"xml"}""")).NextAsync());
        Assert.Equal("validation-failed", refused.Code);
    }

    public async Task InitializeAsync() => _hub = await HubClient.ConnectAsync(_app.App.Address);

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _app.DisposeAsync();
    }
}
