using Microsoft.AspNetCore.Connections;
using RestStream.Server.Hosting;

namespace RestStream.Server.Errors;

/// <summary>What a client sees of an exception: never its text, unless the framework wrote it for clients.</summary>
internal static class ExceptionProblems
{
    public static async Task AnswerAsync(HttpContext context, Exception exception, ILogger log)
    {
        if (ClientLeft(context, exception))
        {
            context.Abort();
            return;
        }

        if (exception is not BadHttpRequestException) log.RequestFailed(context.Request.Method, SafePath(context), exception);
        await ProblemWriter.WriteAsync(context, Of(exception));
    }

    public static Problem Of(Exception exception) => exception is BadHttpRequestException bad
        ? bad.StatusCode switch
        {
            408 => new(HttpErrors.RequestTimeout, "The body came too slowly or stopped."),
            413 => new(HttpErrors.RequestTooLarge, "The body is larger than the limit of this call. Send less at once, or stream it as application/x-ndjson to /records."),
            _ => new(HttpErrors.BadRequest, bad.Message),
        }
        : new(HttpErrors.InternalError, "The server failed in a way it does not know. The trace id finds it in the server's log.");

    private static bool ClientLeft(HttpContext context, Exception exception) =>
        exception is OperationCanceledException or ConnectionResetException or IOException { InnerException: ConnectionResetException }
        && (exception is ConnectionResetException || context.RequestAborted.IsCancellationRequested);

    /// <summary>The path for a line of the log: control characters reach it, and a line must stay one line.</summary>
    public static string SafePath(HttpContext context) => string.Create(Math.Min(context.Request.Path.Value?.Length ?? 0, 300), context.Request.Path.Value ?? "", (span, path) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = char.IsControl(path[i]) ? '?' : path[i];
    });
}
