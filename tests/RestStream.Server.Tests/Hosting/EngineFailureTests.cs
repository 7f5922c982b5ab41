using RestStream.Core;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Hosting;

public sealed class EngineFailureTests
{
    [Fact]
    public async Task EngineFails_TheServerStops()
    {
        ThrowingEngine? engine = null;
        await using var app = new RestStreamApp(services: services => services.Decorate<ILogEngine>(inner => engine = new ThrowingEngine(inner)));
        var lifetime = (Microsoft.Extensions.Hosting.IHostApplicationLifetime)app.Services.GetService(typeof(Microsoft.Extensions.Hosting.IHostApplicationLifetime))!;
        var stopping = new TaskCompletionSource();
        lifetime.ApplicationStopping.Register(stopping.SetResult);

        engine!.Failure.SetResult(new IOException("EIO"));

        await Eventually.Ends(stopping.Task, TimeSpan.FromMinutes(2));
    }
}
