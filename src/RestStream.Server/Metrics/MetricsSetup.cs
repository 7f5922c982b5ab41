namespace RestStream.Server.Metrics;

/// <summary>What counts requests and gathers what the engine measures.</summary>
internal static class MetricsSetup
{
    public static void AddMetrics(this WebApplicationBuilder builder) => builder.Services.AddSingleton<HttpCounters>();
}
