using RestStream.Broker;
using RestStream.Broker.Groups;
using RestStream.Broker.Groups.Sessions;
using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Produce;
using RestStream.Core.Schemas;
using RestStream.Core.State;
using RestStream.Core.Topics;
using RestStream.Storage;
using RestStream.Storage.Files;

namespace RestStream.Server.Hosting;

/// <summary>The embedded log engine behind Core's contracts.</summary>
internal static class EngineSetup
{
    public const string BrokerSection = "RestStream:Broker";
    public const string GroupsSection = "RestStream:Groups";
    public const string SessionsSection = "RestStream:Sessions";
    public const string StorageSection = "RestStream:Storage";

    public static void AddEngine(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IFileSystem, PosixFileSystem>();
        services.AddSingleton<IStorageEvents, StorageEventLog>();
        services.AddSingleton(Open);
        services.AddSingleton<ILogEngine>(provider => provider.GetRequiredService<EmbeddedLogEngine>());
        services.AddSingleton<IStateTopics>(provider => provider.GetRequiredService<EmbeddedLogEngine>());
        services.AddSingleton<ITopics>(provider => provider.GetRequiredService<ILogEngine>());
        services.AddSingleton<IProducer>(provider => provider.GetRequiredService<ILogEngine>());
        services.AddSingleton<IFetcher>(provider => provider.GetRequiredService<ILogEngine>());
        services.AddSingleton<GracefulStop>();
        services.AddHostedService(provider => provider.GetRequiredService<GracefulStop>());
    }

    /// <summary>The engine's options from the configuration; adds a sentence for each problem.</summary>
    public static EngineOptions Bind(IConfiguration configuration, ServerOptions server, List<string> problems)
    {
        var log = new LogDirectoryOptions { Path = Path.GetFullPath(string.IsNullOrWhiteSpace(server.DataDir) ? "." : server.DataDir) };
        log = OptionsProblems.Bind(log, configuration, StorageSection, problems, [], [nameof(LogDirectoryOptions.Path)]);
        OptionsProblems.RequirePositive(log, StorageSection, problems);
        problems.AddRange(log.Violations().Select(violation => $"{StorageSection}:{violation}"));
        var engine = OptionsProblems.Bind(new EngineOptions { Log = log }, configuration, BrokerSection, problems, [], [nameof(EngineOptions.Log), nameof(EngineOptions.Groups), nameof(EngineOptions.Sessions)]);
        engine = engine with
        {
            Groups = OptionsProblems.Bind(new GroupOptions(), configuration, GroupsSection, problems),
            Sessions = OptionsProblems.Bind(new ConsumerSessionOptions(), configuration, SessionsSection, problems),
        };
        problems.AddRange((engine with { Groups = new GroupOptions(), Sessions = new ConsumerSessionOptions() }).Violations().Select(violation => $"{BrokerSection}:{violation}"));
        problems.AddRange(engine.Groups.Violations().Select(violation => $"{GroupsSection}:{violation}"));
        problems.AddRange(engine.Sessions.Violations().Select(violation => $"{SessionsSection}:{violation}"));
        return engine;
    }

    // Waits once, before the server listens: a container makes its singletons synchronously.
    private static EmbeddedLogEngine Open(IServiceProvider services) => EmbeddedLogEngine.OpenAsync(
        services.GetRequiredService<EngineOptions>(),
        services.GetRequiredService<IFileSystem>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<IStorageEvents>(),
        services.GetRequiredService<IRecordGate>()).GetAwaiter().GetResult();
}
