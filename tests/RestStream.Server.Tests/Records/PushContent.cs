using System.Net;

namespace RestStream.Server.Tests.Records;

/// <summary>A body that is written as the test goes on.</summary>
internal sealed class PushContent(Func<Stream, Task> push) : HttpContent
{
    /// <summary>An upload of lines, sent in chunks as they are written.</summary>
    public static HttpRequestMessage Upload(string topic, Func<Stream, Task> push) => new(HttpMethod.Post, $"/v1/topics/{topic}/records")
    {
        Content = new PushContent(push) { Headers = { ContentType = new("application/x-ndjson") } },
        Headers = { TransferEncodingChunked = true },
    };

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => push(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
