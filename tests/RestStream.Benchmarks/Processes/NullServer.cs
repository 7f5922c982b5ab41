using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace RestStream.Benchmarks.Processes;

/// <summary>
/// Bare Kestrel, the limit of any server on it: a POST reads and discards its body, GET /static/N answers N bytes that are there already,
/// GET /park never answers, GET /push/N writes N bytes and flushes, again and again.
/// </summary>
internal static class NullServer
{
    /// <summary>The hidden verb of its process.</summary>
    public const string Verb = "null-server";

    private static readonly byte[] Receipt = """{"partitions":[{"partition":0,"baseOffset":1234567,"count":1}]}"""u8.ToArray();
    private static readonly ConcurrentDictionary<string, byte[]> Bodies = new();
    private static readonly TaskCompletionSource Never = new();

    public static int RunProcess(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var app = builder.Build();
        app.Run(Answer);
        app.Run();
        return 0;
    }

    private static Task Answer(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        return context.Request.Method == "POST" ? Discard(context)
            : path.StartsWith("/static/", StringComparison.Ordinal) ? Write(context, Bodies.GetOrAdd(path[8..], Body))
            : path.StartsWith("/push/", StringComparison.Ordinal) ? Push(context, Bodies.GetOrAdd(path[6..], Body))
            : path == "/park" ? Never.Task
            : Write(context, Receipt);
    }

    private static async Task Discard(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync();
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        context.Response.StatusCode = StatusCodes.Status201Created;
        await Write(context, Receipt);
    }

    private static async Task Write(HttpContext context, byte[] body)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body);
    }

    private static async Task Push(HttpContext context, byte[] body)
    {
        while (!context.RequestAborted.IsCancellationRequested)
        {
            if ((await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted)).IsCompleted) return;
            // A write that need not wait gives way: the pool also has to learn of those that closed.
            await Task.Yield();
        }
    }

    private static byte[] Body(string length)
    {
        var body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
        Array.Fill(body, (byte)'x');
        return body;
    }
}
