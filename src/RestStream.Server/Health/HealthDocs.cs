using RestStream.Server.OpenApi;

namespace RestStream.Server.Health;

/// <summary>Health in the OpenAPI document.</summary>
internal static class HealthDocs
{
    public static readonly OperationDoc Live = new("live", "health", "Is the process alive?")
    {
        Description = "503 only when storage failed for good: the process ends by itself.",
        Responses = [new(200, "Alive", "application/json", typeof(HealthStatus)), new(503, "Failed", "application/json", typeof(HealthStatus))],
    };

    public static readonly OperationDoc Ready = new("ready", "health", "Can it take requests?")
    {
        Description = "503 while starting and stopping. A full disk is 200 with status `diskFull`: reads go on, and produces are answered with 507.",
        Responses = [new(200, "Ready", "application/json", typeof(HealthStatus)), new(503, "Not now", "application/json", typeof(HealthStatus))],
    };
}
