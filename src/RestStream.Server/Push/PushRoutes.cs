using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.SignalR;
using RestStream.Server.Hosting;

namespace RestStream.Server.Push;

/// <summary>The hub: its services, its limits, its address.</summary>
internal static class PushRoutes
{
    /// <summary>Where the hub is.</summary>
    public const string Path = "/hubs/stream";

    public static void AddPush(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<PushMetrics>();
        services.AddSingleton<BatchRenderer>();
        services.AddSingleton<SharedBatches>();
        services.AddSingleton<SubscriptionStart>();
        services.AddSingleton<PushStop>();
        services.AddSingleton<PushServices>();
        services.AddSingleton<GroupStreams>();
        services.AddSingleton<HubProducer>();
        services.AddSingleton<HubCalls>();
        services.AddSingleton<HubLifetimeManager<StreamHub>, HubConnections>();
        // It logs every refused call as a failure of the server, with its stack; what is one, HubCalls logs. A frame that cannot be written the connection logs itself.
        builder.Logging.AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.None);
        services.AddSignalR().AddHubOptions<StreamHub>(_ => { });
        services.AddOptions<HubOptions<StreamHub>>().Configure<PushOptions>(Configure);
    }

    /// <summary>Frees what is sent to a hub's client from the rate that answers must have: an idle stream, or a client that is slow, is no attack here.</summary>
    public static void UsePush(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Request.Path.StartsWithSegments(Path) && context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
        return next(context);
    });

    public static void MapPush(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<LimitOptions>();
        app.MapHub<StreamHub>(Path, dispatcher =>
        {
            dispatcher.TransportSendTimeout = limits.StreamStallTimeout;
            dispatcher.AllowStatefulReconnects = false;
        });
        app.Services.GetRequiredService<PushStop>().Listen();
    }

    private static void Configure(HubOptions<StreamHub> hub, PushOptions options)
    {
        hub.AddFilter<HubCalls>();
        hub.SupportedProtocols = ["json"];
        hub.MaximumReceiveMessageSize = options.MaxMessageBytes;
        hub.MaximumParallelInvocationsPerClient = options.MaxParallelInvocations;
        hub.StreamBufferCapacity = options.UploadBufferItems;
        // Every failure of our own is a HubException with a problem; what is left to detail is the framework's: a missing argument, a message that is too large.
        hub.EnableDetailedErrors = true;
    }
}
