using RestStream.Core;
using RestStream.Server.Errors;
using RestStream.Server.Filters;
using RestStream.Server.Hosting;
using RestStream.Server.Push;
using RestStream.Server.Schemas;

namespace RestStream.Server.Records;

/// <summary>
/// The fetch loop of one stream. It waits holding nothing pooled, shares fetches and rendered bytes with all streams at its place, and writes at the pace of its client: the log is the buffer. It ends
/// <list type="number">
/// <item>after <c>max</c> records or the time of <c>for</c>;</item>
/// <item>when the server stops: with a hint how to resume;</item>
/// <item>when the topic is gone or a batch cannot be read: with the problem;</item>
/// <item>when the client left, or took nothing for the stall timeout.</item>
/// </list>
/// </summary>
internal sealed class RecordStream(
    HttpContext context, ILogEngine engine, SharedBatches batches, LimitOptions limits, GracefulStop stop, TimeProvider time, IStreamFormat format, ReadPositions place, Filter? filter, RecordViewOptions view)
{
    private const int RecordsPerFetch = 1024;
    private const int BytesPerFetch = 256 << 10;
    private ReadPositions _place = place;
    private long _lastSent = time.GetTimestamp();

    private ReadPosition Position => _place.Topics[0];

    public async Task RunAsync(string from, long max, TimeSpan length, List<Gap> gaps)
    {
        var began = time.GetTimestamp();
        await WriteAsync(output => format.WriteStart(output, Position, from));
        if (gaps.Count > 0) await WriteAsync(output => format.WriteGaps(output, gaps, Position));
        for (var left = max; left > 0;)
        {
            var remaining = length - time.GetElapsedTime(began);
            if (remaining <= TimeSpan.Zero) return;
            // Waited for here and not in a method of its own: an idle stream would pay for one more state machine at every ping.
            var batch = await batches.NextAsync(_place, Shape(remaining, left), null, context.RequestAborted);
            try
            {
                if (!await GiveAsync(batch, remaining)) return;
                left -= batch.Count;
            }
            finally
            {
                batch.Release();
            }
        }
    }

    private BatchShape Shape(TimeSpan remaining, long left)
    {
        var wait = remaining < limits.StreamPingInterval ? remaining : limits.StreamPingInterval;
        return new BatchShape((int)Math.Min(left, RecordsPerFetch), BytesPerFetch, filter, format, wait) { View = view };
    }

    /// <summary>Writes what a wait gave; false when the stream has ended.</summary>
    private async ValueTask<bool> GiveAsync(SharedBatch batch, TimeSpan remaining)
    {
        if (!batch.Records.IsEmpty) await SendAsync(batch.Records);
        var isPingDue = batch.Records.IsEmpty && remaining > limits.StreamPingInterval && IsPingDue(batch);
        _place = batch.After;
        using var output = new ResponseBuffer(0);
        var isStopping = stop.IsDraining;
        var end = FollowTopic(output) ?? (batch is { Count: 0, Gaps.Count: 0 } ? batch.Problem : null);
        if (end is not null) format.WriteProblem(output, end);
        else if (isStopping) format.WriteStop(output, Position);
        else if (isPingDue && output.Length == 0) WritePing(output);
        if (output.Length > 0) await SendAsync(output.Written);
        if (batch.Records.IsEmpty && !batch.IsIdle) await Task.Yield(); // Records that no filter wants come without a wait: others shall have the thread too.
        return end is null && !isStopping;
    }

    // A filter may have looked at much, and wanted none of it.
    private bool IsPingDue(SharedBatch batch) => batch.IsIdle || time.GetElapsedTime(_lastSent) >= limits.StreamPingInterval;

    private void WritePing(ResponseBuffer output)
    {
        if (filter is null) format.WritePing(output);
        else format.WriteProgress(output, Position);
    }

    // Partitions may have been added; the topic may have been deleted, or made anew.
    private Problem? FollowTopic(ResponseBuffer output)
    {
        var known = Position.Topic;
        var today = engine.Resolve(known.Name);
        if (today is null) return Problem.UnknownTopic(known.Name);
        if (today.Id == known.Id && today.PartitionCount == known.PartitionCount) return null;
        var gaps = new List<Gap>();
        _place = _place.Clone();
        Position.Follow(today, gaps);
        if (gaps.Count > 0) format.WriteGaps(output, gaps, Position);
        return null;
    }

    private async Task WriteAsync(Action<ResponseBuffer> write)
    {
        using var output = new ResponseBuffer();
        write(output);
        if (output.Length > 0) await SendAsync(output.Written);
        else await context.Response.StartAsync(context.RequestAborted);
    }

    private ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        _lastSent = time.GetTimestamp();
        var write = context.Response.BodyWriter.WriteAsync(bytes, CancellationToken.None);
        return write.IsCompletedSuccessfully ? ValueTask.CompletedTask : new(write.AsTask().WaitAsync(limits.StreamStallTimeout, time, context.RequestAborted));
    }
}
