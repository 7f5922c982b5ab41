using System.Text;

namespace RestStream.Benchmarks.Load;

/// <summary>Writes HTTP/1.1 requests as bytes.</summary>
internal static class RequestBytes
{
    /// <summary>A POST of the body, or a GET when there is none.</summary>
    public static byte[] Build(string target, byte[]? body, string? method = null)
    {
        var head = body is null
            ? $"{method ?? "GET"} {target} HTTP/1.1\r\nHost: localhost\r\n\r\n"
            : $"{method ?? "POST"} {target} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body ?? []];
    }
}
