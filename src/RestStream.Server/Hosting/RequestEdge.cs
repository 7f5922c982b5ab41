using RestStream.Core;
using RestStream.Server.Errors;
using RestStream.Server.Metrics;
using RestStream.Server.Security;

namespace RestStream.Server.Hosting;

/// <summary>
/// The one middleware around every request: refuses foreign callers, turns whatever went wrong into a problem, counts. Kept to one async frame, because a
/// parked long poll pays for it as long as it waits.
/// </summary>
internal sealed class RequestEdge(RequestDelegate next, OriginPolicy origins, GracefulStop stop, HttpCounters counters, ILogger<RequestEdge> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            if (Refusal(context) is { } refusal)
            {
                await ProblemWriter.WriteAsync(context, refusal);
            }
            else
            {
                await next(context);
                if (StatusProblems.Of(context) is { } problem) await ProblemWriter.WriteAsync(context, problem);
            }
        }
        catch (Exception e)
        {
            await ExceptionProblems.AnswerAsync(context, e, log);
        }

        counters.Count(context);
    }

    private Problem? Refusal(HttpContext context)
    {
        var request = context.Request;
        if (stop.IsStopping) context.Response.Headers.Connection = "close";
        // SignalR closes its connections at a stop and would go on taking new ones, so that the stop waits for clients that only want to come back.
        if (stop.IsStopping && request.Path.StartsWithSegments("/hubs")) return Problem.From(new Error(ErrorCode.ShuttingDown, "The server stops; connect again when it is back."));
        if (HasTwoLengths(request)) context.Response.Headers.Connection = "close";
        if (!origins.IsKnownHost(request.Host))
        {
            return new Problem(HttpErrors.UnknownHost, $"This server is not known as '{request.Host.Host}'. Use localhost, or set RestStream:AllowedHosts.");
        }

        return origins.IsForeignChange(request)
            ? new Problem(HttpErrors.ForeignOrigin, "A web page of another origin may not change anything here. Allow its origin with RestStream:AllowedOrigins.")
            : null;
    }

    // Content-Length beside Transfer-Encoding is how requests are smuggled past a proxy: Kestrel honours the latter, so the connection must not be used again.
    private static bool HasTwoLengths(HttpRequest request) =>
        request.Headers.TransferEncoding.Count > 0 && (request.Headers.ContentLength is not null || request.Headers.ContainsKey("X-Content-Length"));
}
