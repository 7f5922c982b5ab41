using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Produce;
using RestStream.Core.Topics;

namespace RestStream.Server.Hosting;

/// <summary>The log engine behind Core's contracts.</summary>
internal static class EngineSetup
{
    public static void AddEngine(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ITopics>(provider => provider.GetRequiredService<ILogEngine>());
        services.AddSingleton<IProducer>(provider => provider.GetRequiredService<ILogEngine>());
        services.AddSingleton<IFetcher>(provider => provider.GetRequiredService<ILogEngine>());
        services.AddSingleton<GracefulStop>();
        services.AddHostedService(provider => provider.GetRequiredService<GracefulStop>());
    }
}
