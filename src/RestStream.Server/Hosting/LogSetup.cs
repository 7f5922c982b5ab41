using Microsoft.Extensions.Logging.Console;

namespace RestStream.Server.Hosting;

/// <summary>The process's own messages: one line each on stdout, or JSON by <c>Logging:Console:FormatterName=json</c>.</summary>
internal static class LogSetup
{
    public static void AddServerLog(this WebApplicationBuilder builder)
    {
        var state = new StartState();
        builder.Services.AddSingleton(state);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Error);
        builder.Logging.AddFilter("Microsoft", level => level >= LogLevel.Warning);
        // Enabled at any level it makes an Activity for each request; the edge reports what fails, with the connection's trace identifier.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", level => level >= LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => level >= LogLevel.Warning && state.HasStarted);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => level >= LogLevel.Warning && state.HasStarted);
    }
}
