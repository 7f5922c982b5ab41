using RestStream.Core;
using RestStream.Core.Groups;
using RestStream.Server.Errors;
using RestStream.Server.Hosting;
using RestStream.Server.Json;
using RestStream.Server.Records;

namespace RestStream.Server.Groups;

/// <summary>
/// The loop of one member's stream: polls, writes at the pace of its client, and with <c>commit=auto</c> commits what was written, one step behind: what may still be on its way when the connection
/// breaks is delivered again. It ends after <c>max</c> records or the time of <c>for</c>, when the server stops, when the member is removed, or when the client left or stalls.
/// </summary>
internal sealed class GroupStream(
    HttpContext context, IConsumerSession session, LimitOptions limits, Truncations truncations, GracefulStop stop, TimeProvider time, IStreamFormat format, bool isAuto, Func<IRecordView?> makeView)
{
    private const int RecordsPerPoll = 1000;
    private const int BytesPerPoll = 256 << 10;

    private readonly GroupStreamForm _form = new(format);
    private List<Acknowledgement> _written = [];
    private int? _generation;

    public async Task RunAsync(long max, TimeSpan length)
    {
        var began = time.GetTimestamp();
        await context.Response.StartAsync(context.RequestAborted);
        for (var left = max; left > 0;)
        {
            var remaining = length - time.GetElapsedTime(began);
            if (remaining <= TimeSpan.Zero || await StepAsync(remaining, left) is not { } given) break;
            left -= given;
        }

        if (_written.Count > 0) await session.CommitAsync(_written, CancellationToken.None);
    }

    /// <summary>Polls and writes once; how many records it gave, or null when the stream has ended.</summary>
    private async Task<int?> StepAsync(TimeSpan remaining, long left)
    {
        var max = (int)Math.Min(left, RecordsPerPoll);
        var ping = remaining < limits.StreamPingInterval ? remaining : limits.StreamPingInterval;
        // The first poll only joins, so that the client hears at once who it is.
        var polled = await PollAsync(new ConsumerPollRequest(max, BytesPerPoll, _generation is null ? TimeSpan.Zero : ping));
        using var output = new ResponseBuffer();
        if (!polled.IsSuccess)
        {
            format.WriteProblem(output, Problem.From(polled.Error));
            await SendAsync(output);
            return null;
        }

        using var poll = polled.Value;
        var given = Write(output, poll, max, out var end);
        var isStopping = end is null && stop.IsDraining;
        if (isStopping) _form.WriteStop(output);
        else if (output.Length == 0 && remaining > limits.StreamPingInterval) format.WritePing(output);
        await SendAsync(output);
        return end is null && !isStopping ? given : null;
    }

    private async Task<Outcome<ConsumerPoll>> PollAsync(ConsumerPollRequest request)
    {
        var polled = await session.PollAsync(request with { Acknowledge = _written }, context.RequestAborted);
        var isLost = !polled.IsSuccess && polled.Error.Code == ErrorCode.StaleAck;
        _written = [];
        // A partition went to another member before the commit: its records are delivered again there.
        return isLost ? await session.PollAsync(request, context.RequestAborted) : polled;
    }

    private int Write(ResponseBuffer output, ConsumerPoll poll, int max, out Problem? end)
    {
        if (poll.Generation != _generation || poll.Assigned.Count > 0 || poll.Revoked.Count > 0)
        {
            _form.WriteMember(output, _generation is null ? "joined"u8 : "assigned"u8, session, poll);
            _generation = poll.Generation;
        }

        var position = new PollPosition(poll, int.MaxValue);
        using var page = RecordPage.Render(poll.Fetched, position, truncations, max, default, RecordForm.OneLine, view: makeView());
        poll.Fetched.Dispose();
        List<Gap> gaps = [.. poll.Resets.Select(reset => new Gap(reset.Partition, reset.From, reset.To, GapReasons.Recreated, reset.Topic)), .. page.Gaps];
        if (gaps.Count > 0) _form.WriteGaps(output, gaps);
        var given = 0;
        for (; given < max && page.TryGive(out var record); given++) _form.WriteRecord(output, record);
        session.Deliver(poll, position.NextOffsets);
        if (isAuto) _written = PollWriter.Delivered(poll, position.NextOffsets);
        end = given == 0 && gaps.Count == 0 ? page.Problem : null;
        if (end is not null) format.WriteProblem(output, end);
        return given;
    }

    private async Task SendAsync(ResponseBuffer output)
    {
        if (output.Length == 0) return;
        var write = context.Response.BodyWriter.WriteAsync(output.Written, CancellationToken.None);
        if (write.IsCompletedSuccessfully) return;
        await write.AsTask().WaitAsync(limits.StreamStallTimeout, time, context.RequestAborted);
    }
}
