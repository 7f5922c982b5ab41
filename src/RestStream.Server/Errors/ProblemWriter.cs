using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using RestStream.Core;
using RestStream.Server.Schemas;

namespace RestStream.Server.Errors;

/// <summary>The one place that writes an error to a client: RFC 9457, <c>application/problem+json</c>; at the paths of other dialects, their own shape.</summary>
internal static class ProblemWriter
{
    public const string ContentType = "application/problem+json";

    /// <summary>Text stays readable: the answers are JSON and say so, so nothing needs HTML's escapes.</summary>
    public static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers with the problem; ends the connection when an answer was already begun.</summary>
    public static async Task WriteAsync(HttpContext context, Problem problem, Action<Utf8JsonWriter>? members = null)
    {
        if (RegistryErrors.Owns(context.Request.Path))
        {
            await RegistryErrors.WriteAsync(context, problem);
            return;
        }

        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        SetHead(context.Response, problem.Entry);
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter, Readable))
        {
            WriteBody(json, problem, TraceIdOf(context), members);
        }

        await context.Response.CompleteAsync();
    }

    /// <summary>Writes the problem as one JSON object; <paramref name="members"/> adds members of the call at its end.</summary>
    public static void WriteBody(Utf8JsonWriter json, Problem problem, string? traceId, Action<Utf8JsonWriter>? members = null)
    {
        var entry = problem.Entry;
        json.WriteStartObject();
        json.WriteString("type"u8, PageOf(entry.Code));
        json.WriteString("title"u8, entry.Title);
        json.WriteNumber("status"u8, entry.Status);
        json.WriteString("detail"u8, problem.Detail);
        json.WriteString("code"u8, entry.Code);
        json.WriteBoolean("retriable"u8, entry.Retriable);
        if (traceId is not null) json.WriteString("traceId"u8, traceId);
        if (problem.Items is { Count: > 0 } items) WriteItems(json, items);
        members?.Invoke(json);
        json.WriteEndObject();
    }

    /// <summary>Writes <c>errors</c>, one entry a place.</summary>
    public static void WriteItems(Utf8JsonWriter json, IReadOnlyList<ErrorItem> items)
    {
        json.WriteStartArray("errors"u8);
        foreach (var item in items)
        {
            json.WriteStartObject();
            json.WriteString("pointer"u8, item.Pointer);
            json.WriteString("detail"u8, item.Detail);
            if (item.KeywordLocation is { } keyword) json.WriteString("keywordLocation"u8, keyword);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static string PageOf(string code) => "/errors/" + code;

    public static string TraceIdOf(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    private static void SetHead(HttpResponse response, ErrorEntry entry)
    {
        response.StatusCode = entry.Status;
        response.ContentType = ContentType;
        response.ContentLength = null;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (entry.RetryAfterSeconds > 0) response.Headers.RetryAfter = entry.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
    }
}
