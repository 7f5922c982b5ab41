using System.Text.Json;
using RestStream.Schemas.Registry;
using RestStream.Server.Errors;

namespace RestStream.Server.Schemas;

/// <summary>The one place that writes the registry's errors: <c>{error_code, message}</c> and nothing else, because more has broken a client.</summary>
internal static class RegistryErrors
{
    private static readonly string[] Roots = ["/subjects", "/schemas", "/config", "/mode", "/compatibility", "/contexts", "/associations", "/exporters", "/dek-registry"];

    /// <summary>True for paths whose errors have this shape.</summary>
    public static bool Owns(PathString path)
    {
        foreach (var root in Roots)
        {
            if (path.StartsWithSegments(root)) return true;
        }

        return false;
    }

    public static RegistryException InvalidVersion(string text) => new(
        RegistryErrorCode.InvalidVersion, $"The specified version '{(text.Length > 50 ? text[..50] : text)}' is not a version: it is a number from 1 to {int.MaxValue}, or \"latest\".");

    /// <summary>What a problem of the request's body is here.</summary>
    public static RegistryException Of(Problem problem) => new(
        problem.Code == HttpErrors.RequestTooLarge ? RegistryErrorCode.SchemaTooLarge : problem.Entry.Status >= 500 ? RegistryErrorCode.StoreError : RegistryErrorCode.BadRequest, problem.Detail);

    public static Task WriteAsync(HttpContext context, RegistryException refusal) => WriteAsync(context, StatusOf((int)refusal.Code), (int)refusal.Code, refusal.Message);

    /// <summary>Writes a problem that arose around the registry's own calls.</summary>
    public static Task WriteAsync(HttpContext context, Problem problem) => WriteAsync(context, problem.Entry.Status, problem.Entry.Status, problem.Detail);

    private static async Task WriteAsync(HttpContext context, int status, int code, string message)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = RegistryMedia.Of(context.Request) ?? RegistryMedia.V1;
        context.Response.ContentLength = null;
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter, ProblemWriter.Readable))
        {
            json.WriteStartObject();
            json.WriteNumber("error_code"u8, code);
            json.WriteString("message"u8, message);
            json.WriteEndObject();
        }

        await context.Response.CompleteAsync();
    }

    private static int StatusOf(int code) => code > 999 ? code / 100 : code;
}
