using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RestStream.Core;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Push;

/// <summary>What the hub tells its operator, and what it does not.</summary>
public sealed class HubLogTests : IAsyncLifetime, IDisposable
{
    private readonly CapturedLog _log = new();
    private RestStreamApp _app = null!;
    private HubClient _hub = null!;

    [Fact]
    public async Task FrameThatCannotBeWritten_EndsTheConnectionAndIsLoggedOnce()
    {
        await _app.CreateTopicAsync("t");

        await _hub.StreamAsync("JoinGroup", """{"group":"g","topics":["t"]}""");

        await Eventually.Ends(_hub.Closed);
        var error = Assert.Single(_log.Errors);
        Assert.Equal("FailedWritingMessage", error.Event);
        Assert.IsType<InvalidOperationException>(error.Exception);
    }

    [Fact]
    public async Task MistakesOfAClient_AreNoErrorsOfTheServer()
    {
        await Assert.ThrowsAsync<HubCallException>(() => _hub.InvokeAsync("Nothing"));
        await Assert.ThrowsAsync<HubCallException>(() => _hub.InvokeAsync("Pause"));
        await Assert.ThrowsAsync<HubCallException>(() => _hub.InvokeAsync("Pause", "5"));
        await Assert.ThrowsAsync<HubCallException>(() => _hub.InvokeAsync("Subscribe", "{}"));
        await Assert.ThrowsAsync<HubCallException>(async () => await (await _hub.SubscribeAsync("{}")).NextAsync());
        await _hub.SendAsync("no JSON");
        await Eventually.Ends(_hub.Closed);

        Assert.Empty(_log.Errors);
    }

    public async Task InitializeAsync()
    {
        _app = new RestStreamApp(services: services =>
        {
            services.AddSingleton<ILoggerProvider>(_log);
            services.Decorate<ILogEngine>(engine => new ThrowingEngine(engine) { OtherConsumers = new UnwritableAssignment(engine.Consumers) });
        });
        _hub = await HubClient.ConnectAsync(_app.Address);
    }

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _app.DisposeAsync();
    }

    public void Dispose() => _log.Dispose();
}
