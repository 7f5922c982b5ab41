using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Server.Errors;
using RestStream.Server.Hosting;
using RestStream.Server.Json;

namespace RestStream.Server.Records;

/// <summary>
/// The fetch loop of one stream. It waits in the engine, holding nothing pooled, and writes at the pace of its client: the log is the buffer. It ends
/// <list type="number">
/// <item>after <c>max</c> records or the time of <c>for</c>;</item>
/// <item>when the server stops: with a hint how to resume;</item>
/// <item>when the topic is gone or a batch cannot be read: with the problem;</item>
/// <item>when the client left, or took nothing for the stall timeout.</item>
/// </list>
/// </summary>
internal sealed class RecordStream(
    HttpContext context, ILogEngine engine, LimitOptions limits, Truncations truncations, GracefulStop stop, TimeProvider time, IStreamFormat format, ReadPosition position)
{
    private const int RecordsPerFetch = 1000;
    private const int BytesPerFetch = 256 << 10;

    public async Task RunAsync(string from, long max, TimeSpan length, List<Gap> gaps)
    {
        var began = time.GetTimestamp();
        await WriteAsync(output => format.WriteStart(output, position, from));
        if (gaps.Count > 0) await WriteAsync(output => format.WriteGaps(output, gaps, position));
        for (var left = max; left > 0;)
        {
            var remaining = length - time.GetElapsedTime(began);
            if (remaining <= TimeSpan.Zero) return;
            if (await StepAsync(remaining, left) is not { } given) return;
            left -= given;
        }
    }

    /// <summary>Waits and writes once; how many records it gave, or null when the stream has ended.</summary>
    private async Task<int?> StepAsync(TimeSpan remaining, long left)
    {
        var wait = remaining < limits.StreamPingInterval ? remaining : limits.StreamPingInterval;
        var max = (int)Math.Min(left, RecordsPerFetch);
        var request = new FetchRequest(position.ToFetch(rotates: true), max, BytesPerFetch, 1, wait) { Follows = position.Follows };
        var fetched = await engine.FetchAsync(request, context.RequestAborted);
        using var output = new ResponseBuffer();
        var (given, end) = Write(output, fetched, max);
        var isStopping = end is null && stop.IsDraining;
        if (isStopping) format.WriteStop(output, position);
        else if (output.Length == 0 && remaining > limits.StreamPingInterval) format.WritePing(output);
        await SendAsync(output);
        return end is null && !isStopping ? given : null;
    }

    private (int Given, Problem? End) Write(ResponseBuffer output, FetchResult fetched, int max)
    {
        using (fetched)
        {
            using var page = RecordPage.Render(fetched, position, truncations, max, default, RecordForm.OneLine);
            if (page.Gaps.Count > 0) format.WriteGaps(output, page.Gaps, position);
            var given = 0;
            for (; given < max && page.TryGive(out var record); given++) format.WriteRecord(output, record, position);
            var end = given == 0 && page.Gaps.Count == 0 ? page.Problem : null;
            end = FollowTopic(output) ?? end;
            if (end is not null) format.WriteProblem(output, end);
            return (given, end);
        }
    }

    // Partitions may have been added; the topic may have been deleted, or made anew.
    private Problem? FollowTopic(ResponseBuffer output)
    {
        var today = engine.Resolve(position.Topic.Name);
        if (today is null) return Problem.UnknownTopic(position.Topic.Name);
        if (today.Id == position.Topic.Id && today.PartitionCount == position.Topic.PartitionCount) return null;
        var gaps = new List<Gap>();
        position.Follow(today, gaps);
        if (gaps.Count > 0) format.WriteGaps(output, gaps, position);
        return null;
    }

    private async Task WriteAsync(Action<ResponseBuffer> write)
    {
        using var output = new ResponseBuffer();
        write(output);
        await SendAsync(output);
    }

    private async Task SendAsync(ResponseBuffer output)
    {
        if (output.Length == 0)
        {
            await context.Response.StartAsync(context.RequestAborted);
            return;
        }

        var write = context.Response.BodyWriter.WriteAsync(output.Written, CancellationToken.None);
        if (write.IsCompletedSuccessfully) return;
        await write.AsTask().WaitAsync(limits.StreamStallTimeout, time, context.RequestAborted);
    }
}
