using RestStream.Core;
using RestStream.Server.Hosting;
using RestStream.Server.OpenApi;

namespace RestStream.Server.Health;

/// <summary>Liveness and readiness, for Kubernetes and load balancers.</summary>
internal static class HealthRoutes
{
    // Some load balancers probe with HEAD; the server leaves the body out by itself.
    private static readonly string[] GetOrHead = [HttpMethods.Get, HttpMethods.Head];

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/health/live", GetOrHead, Live).Describe(HealthDocs.Live);
        routes.MapMethods("/health/ready", GetOrHead, Ready).Describe(HealthDocs.Ready);
    }

    private static IResult Live(ILogEngine engine, HttpContext context) =>
        engine.Status == EngineStatus.Failed ? Answer(context, new("failed", "Storage failed; the process ends."), false) : Answer(context, new("ok"), true);

    private static IResult Ready(ILogEngine engine, GracefulStop stop, HttpContext context)
    {
        stop.NoteProbe();
        if (stop.IsStopping) return Answer(context, new("stopping", "The server is stopping."), false);
        return engine.Status switch
        {
            EngineStatus.Running => Answer(context, new("ok"), true),
            EngineStatus.DiskFull => Answer(context, new("diskFull", "The disk is full or below its reserve: reads go on, produces are refused."), true),
            EngineStatus.Starting => Answer(context, new("starting", "The log is being recovered."), false),
            EngineStatus.Stopping => Answer(context, new("stopping", "The server is stopping."), false),
            _ => Answer(context, new("failed", "Storage failed; the process ends."), false),
        };
    }

    private static IResult Answer(HttpContext context, HealthStatus status, bool isOk)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!isOk) context.Response.Headers.RetryAfter = "2";
        return Results.Json(status, ApiJson.Default.HealthStatus, statusCode: isOk ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
