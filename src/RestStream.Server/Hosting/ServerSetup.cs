using Microsoft.AspNetCore.Server.Kestrel.Core;
using RestStream.Schemas.Enforcement;
using RestStream.Server.Filters;
using RestStream.Server.Push;
using RestStream.Server.Schemas;

namespace RestStream.Server.Hosting;

/// <summary>Options, Kestrel and the log engine.</summary>
internal static class ServerSetup
{
    // Sections of their own below RestStream.
    private static readonly string[] Subsections = ["Limits", "Filters", "Push", "Storage", "Broker", "Groups", "Sessions", "Schemas", "Enforcement"];

    /// <summary>Reads and checks all options; a null result means that every problem was written to stderr.</summary>
    public static ServerOptions? AddOptions(this WebApplicationBuilder builder)
    {
        var problems = new List<string>();
        var server = OptionsProblems.Bind(new ServerOptions(), builder.Configuration, ServerOptions.Section, problems, Subsections);
        var limits = OptionsProblems.Bind(new LimitOptions(), builder.Configuration, LimitOptions.Section, problems);
        OptionsProblems.RequirePositive(limits, LimitOptions.Section, problems);
        var push = OptionsProblems.Bind(new PushOptions(), builder.Configuration, PushOptions.Section, problems);
        OptionsProblems.RequirePositive(push, PushOptions.Section, problems);
        var filters = OptionsProblems.Bind(new FilterOptions(), builder.Configuration, FilterOptions.Section, problems);
        OptionsProblems.RequirePositive(filters, FilterOptions.Section, problems);
        var schemas = SchemasSetup.Bind(builder.Configuration, problems);
        var enforcement = OptionsProblems.Bind(new EnforcementOptions(), builder.Configuration, EnforcementSetup.Section, problems);
        OptionsProblems.RequirePositive(enforcement, EnforcementSetup.Section, problems);
        problems.AddRange(ServerOptionsRules.Problems(server));
        var engine = EngineSetup.Bind(builder.Configuration, server, problems);
        if (builder.Configuration.GetValue("FORWARDEDHEADERS_ENABLED", false))
        {
            problems.Add("ASPNETCORE_FORWARDEDHEADERS_ENABLED is set: it would trust every proxy's X-Forwarded headers. Unset it.");
        }

        if (problems.Count > 0)
        {
            Boot.Complain("The configuration has " + (problems.Count == 1 ? "a problem:" : $"{problems.Count} problems:"), problems);
            return null;
        }

        builder.Services.AddSingleton(server);
        builder.Services.AddSingleton(limits);
        builder.Services.AddSingleton(filters);
        builder.Services.AddSingleton(push);
        builder.Services.AddSingleton(schemas);
        builder.Services.AddSingleton(enforcement);
        builder.Services.AddSingleton(engine);
        return server;
    }

    /// <summary>Kestrel with the limits; loopback unless told otherwise.</summary>
    public static void AddKestrel(this WebApplicationBuilder builder, ServerOptions server)
    {
        // A line ends with CRLF and nothing else: a bare LF is how requests are smuggled past a proxy.
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", true);
        builder.WebHost.UseUrls(server.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        builder.Services.AddOptions<KestrelServerOptions>().Configure<LimitOptions>(Configure);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = server.StopTimeout);
    }

    private static void Configure(KestrelServerOptions kestrel, LimitOptions limits)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = limits.MaxProduceBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = limits.MaxConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = limits.MaxStreams;
        kestrel.Limits.RequestHeadersTimeout = limits.RequestHeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = limits.KeepAliveTimeout;
        kestrel.Limits.MaxRequestLineSize = limits.MaxRequestLineBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = limits.MaxRequestHeadersBytes;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(limits.MinDataRateBytesPerSecond, limits.MinDataRateGracePeriod);
        kestrel.Limits.MinResponseDataRate = new MinDataRate(limits.MinDataRateBytesPerSecond, limits.MinDataRateGracePeriod);
    }
}
