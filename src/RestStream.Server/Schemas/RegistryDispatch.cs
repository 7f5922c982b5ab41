using System.Text.Json;
using RestStream.Schemas.Registry;
using RestStream.Server.Errors;
using RestStream.Server.Hosting;
using RestStream.Server.Records;

namespace RestStream.Server.Schemas;

/// <summary>Takes a request to its call, and writes what that answers.</summary>
internal sealed class RegistryDispatch(SchemaRegistry registry, RegistryOptions options, ILogger<RegistryDispatch> log)
{
    private const int ContextSteps = 2;

    /// <summary>Answers a call at its own path.</summary>
    public Task HandleAsync(HttpContext http, RegistryRoute route) => AnswerAsync(http, () =>
    {
        var segments = RegistryPath.Segments(http) ?? throw new RegistryException(RegistryErrorCode.BadRequest, "The path is not percent-encoded UTF-8, or has dots for a segment.");
        return route.Handle(new RegistryCall(http, registry, options, route, segments, null));
    });

    /// <summary>Answers a call below <c>/contexts/{context}</c>.</summary>
    public Task HandleInContextAsync(HttpContext http, IReadOnlyList<RegistryRoute> routes) => AnswerAsync(http, () =>
    {
        var segments = RegistryPath.Segments(http) ?? throw new RegistryException(RegistryErrorCode.BadRequest, "The path is not percent-encoded UTF-8, or has dots for a segment.");
        var rest = segments[ContextSteps..];
        var route = routes.FirstOrDefault(route => route.Matches(http.Request.Method, rest)) ?? throw new RegistryException(RegistryErrorCode.NotFound, "HTTP 404 Not Found");
        return route.Handle(new RegistryCall(http, registry, options, route, rest, ContextName(segments[1])));
    });

    /// <summary>A context as paths name it, <c>ctx</c>, <c>.ctx</c> or <c>:.ctx:</c>, with its dot.</summary>
    public static string ContextName(string segment)
    {
        var name = segment.Trim(':');
        if (name.Length == 0 || name.Any(char.IsControl) || name.Contains(':', StringComparison.Ordinal)) throw new RegistryException(RegistryErrorCode.InvalidSubject, "The path names no context.");
        return name[0] == '.' ? name : "." + name;
    }

    private async Task AnswerAsync(HttpContext http, Func<ValueTask<RegistryAnswer>> handle)
    {
        try
        {
            if (RegistryMedia.Of(http.Request) is not { } mediaType)
            {
                await RegistryErrors.WriteAsync(http, new Problem(HttpErrors.NotAcceptable, "HTTP 406 Not Acceptable"));
                return;
            }

            await WriteAsync(http, await handle(), mediaType);
        }
        catch (RegistryException refusal)
        {
            await RegistryErrors.WriteAsync(http, refusal);
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            if (e is not BadHttpRequestException) log.RequestFailed(http.Request.Method, ExceptionProblems.SafePath(http), e);
            await RegistryErrors.WriteAsync(http, ExceptionProblems.Of(e));
        }
    }

    private static async Task WriteAsync(HttpContext http, RegistryAnswer answer, string mediaType)
    {
        if (answer.Write is null)
        {
            http.Response.StatusCode = answer.Status;
            return;
        }

        // Whole before its first byte goes: texts are read while it is written, and one that cannot be is an error instead of it.
        using var body = new ResponseBuffer();
        using (var json = new Utf8JsonWriter(body, ProblemWriter.Readable)) answer.Write(json);
        await body.SendAsync(http.Response, answer.Status, mediaType);
        await http.Response.CompleteAsync();
    }
}
