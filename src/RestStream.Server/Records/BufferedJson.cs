using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RestStream.Server.Records;

/// <summary>An answer of a busy route, small and as JSON: made in one buffer and sent by one write with its Content-Length, where <c>Results.Json</c> goes through a stream and chunks.</summary>
internal sealed class BufferedJson<T>(T value, JsonTypeInfo<T> type, int status) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var buffer = new ResponseBuffer();
        using (var json = new Utf8JsonWriter(buffer)) JsonSerializer.Serialize(json, value, type);
        await buffer.SendAsync(httpContext.Response, status);
    }
}
