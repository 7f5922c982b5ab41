using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using RestStream.Server.Tests.Hosting;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Records;

/// <summary>Uploads to a server in a process of its own, which is stopped or whose memory is measured.</summary>
[Collection(Processes.ProcessTests.Name)]
public sealed class NdjsonUploadProcessTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task Stop_EndsASlowUploadWithItsCounts(string? encoding)
    {
        using var client = new HttpClient();
        using var directory = new TempDirectory();
        using var server = ServerProcess.Start("--urls", "http://127.0.0.1:0", "--data-dir", directory.Path, "--RestStream:StopTimeout=10m");
        var address = await server.ReadyAsync();
        using var upload = new TcpClient();
        await upload.ConnectAsync(address.Host, address.Port);
        await SendHalfAnUploadAsync(upload.GetStream(), encoding);
        await Eventually.True(async () => (await client.GetStringAsync(new Uri(address, "/metrics"))).Contains("current_offset{partition=\"0\",topic=\"t\"} 1", StringComparison.Ordinal));

        // A stop that waited for the client would take ten minutes.
        var exit = server.TerminateAsync();
        var answer = await Eventually.Ends(ReadToEndOfBodyAsync(upload.GetStream()));
        upload.Close();

        Assert.StartsWith("HTTP/1.1 207 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"stored\":1,", answer, StringComparison.Ordinal);
        Assert.Contains("\"shutting-down\"", answer, StringComparison.Ordinal);
        Assert.Equal(0, await exit);
    }

    [Fact]
    public async Task HalfAMillionLines_StreamInBoundedMemory()
    {
        const int Lines = 500_000;
        var line = Encoding.UTF8.GetBytes("{\"key\":\"k\",\"value\":{\"pad\":\"" + new string('x', 100) + "\"}}\n");
        var block = Enumerable.Repeat(line, 1000).SelectMany(bytes => bytes).ToArray();
        using var directory = new TempDirectory();
        using var server = ServerProcess.Start("--urls", "http://127.0.0.1:0", "--data-dir", directory.Path);
        using var client = new HttpClient { BaseAddress = await server.ReadyAsync() };
        using var first = PushContent.Upload("t", stream => stream.WriteAsync(block).AsTask());
        using var warm = await client.SendAsync(first);
        var before = server.PeakBytes();
        using var request = PushContent.Upload("t", async stream =>
        {
            for (var i = 0; i < Lines / 1000; i++) await stream.WriteAsync(block);
        });

        using var response = await client.SendAsync(request);

        Assert.Equal(Lines, (await response.JsonAsync(201)).GetProperty("stored").GetInt32());
        using var topic = await client.GetAsync("/v1/topics/t");
        Assert.Equal(Lines + 1000, (await topic.JsonAsync(200)).GetProperty("partitions")[0].GetProperty("highWatermark").GetInt32());
        Assert.InRange(server.PeakBytes() - before, 0, 64L << 20);
    }

    private static async Task SendHalfAnUploadAsync(NetworkStream connection, string? encoding)
    {
        using var body = new MemoryStream();
        await using (var packer = encoding is null ? (Stream)body : new GZipStream(body, CompressionLevel.Fastest, true))
        {
            await packer.WriteAsync("{\"value\":1}\n{\"val"u8.ToArray());
            await packer.FlushAsync();
            var contentEncoding = encoding is null ? "" : $"Content-Encoding: {encoding}\r\n";
            await connection.WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /v1/topics/t/records HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n{contentEncoding}Content-Length: 1000\r\n\r\n"));
            await connection.WriteAsync(body.ToArray());
        }
    }

    // A client that was answered leaves; the rest of its body is not waited for.
    private static async Task<string> ReadToEndOfBodyAsync(NetworkStream connection)
    {
        var text = new StringBuilder();
        var bytes = new byte[4096];
        while (text is not [.., '}'] && await connection.ReadAsync(bytes) is > 0 and var count) text.Append(Encoding.UTF8.GetString(bytes, 0, count));
        return text.ToString();
    }
}
