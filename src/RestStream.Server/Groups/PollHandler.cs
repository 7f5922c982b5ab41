using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Groups;
using RestStream.Server.Errors;
using RestStream.Server.Hosting;
using RestStream.Server.Json;
using RestStream.Server.Records;
using RestStream.Server.Schemas;

namespace RestStream.Server.Groups;

/// <summary>One poll over HTTP: joins or comes back, acknowledges, waits, renders, answers. Nothing of it is kept here: a member is the engine's session, what it has to remember is in its token.</summary>
internal sealed class PollHandler(ILogEngine engine, LimitOptions limits, Truncations truncations, BodyBudget budget, RecordViews views, TimeProvider time)
{
    private const string Auto = "auto";

    public async Task HandleAsync(HttpContext context, string group, PollBody body)
    {
        var ack = body.Ack is null or Auto ? null : AckToken.Read(body.Ack);
        if (Prepare(context, group, body, ack, out var options) is { } refused)
        {
            await ProblemWriter.WriteAsync(context, refused);
            return;
        }

        var opened = await engine.Consumers.OpenAsync(options!, context.RequestAborted);
        if (!opened.IsSuccess)
        {
            await ProblemWriter.WriteAsync(context, Problem.From(opened.Error));
            return;
        }

        var session = opened.Value;
        var polled = Acknowledgements(group, session, ack) is { } acknowledged ? await session.PollAsync(RequestOf(body, acknowledged), context.RequestAborted) : Foreign;
        if (!polled.IsSuccess)
        {
            await ProblemWriter.WriteAsync(context, Problem.From(polled.Error));
            return;
        }

        using var poll = polled.Value;
        await AnswerAsync(context, session, poll, body);
    }

    private static Error Foreign { get; } = new(
        ErrorCode.StaleAck, "The ack was given to another member, or for a topic that was deleted; nothing was acknowledged. Poll without 'ack': what is not acknowledged is delivered again.");

    private ConsumerPollRequest RequestOf(PollBody body, IReadOnlyList<Acknowledgement> acknowledged) =>
        new(body.Max ?? limits.DefaultRecords, body.MaxBytes ?? limits.DefaultBytes, body.Wait?.Time ?? TimeSpan.Zero)
        {
            Acknowledge = acknowledged,
            Reject = body.Nack is null ? [] : [.. body.Nack.Select(entry => new Rejection(entry.Topic!, entry.Partition!.Value, entry.Offset!.Value, entry.Reason))],
            Rewinds = true,
        };

    private Problem? Prepare(HttpContext context, string group, PollBody body, AckContent? ack, out ConsumerOptions? options)
    {
        options = null;
        if (body.Ack is not (null or Auto) && ack is null)
            return At(HttpErrors.InvalidAck, "/ack", "The ack cannot be read: it was cut or changed. Take 'ack' of an answer as it is, or leave it out: then the same records come again.");
        // A new member has nothing to acknowledge, and must not be made for it.
        if (ack is not null && body.Member is null && body.Instance is null) return Problem.From(Foreign);
        if (ack is not null && body.Instance is { } instance && ack.Holder != AckToken.HolderOf(group, instance)) return Problem.From(Foreign);
        var start = Position.Earliest;
        if (body.From is { } from && !PositionParser.TryParse(from.Text, time, out start, out var error)) return At(HttpErrors.InvalidJson, "/from", error);
        if (PollPartitions.Resolve(body, out var partitions) is { } wrong) return wrong;
        options = new ConsumerOptions(group)
        {
            Topics = partitions is null ? body.Topics : null,
            Partitions = partitions,
            MemberId = body.Member,
            InstanceId = body.Instance,
            ClientId = "http",
            ClientHost = context.Connection.RemoteIpAddress?.ToString() ?? "",
            Protocols = body.Protocols,
            SessionTimeout = body.SessionTimeout?.Time,
            Start = start,
            Isolation = body.Isolation == "read_committed" ? IsolationLevel.ReadCommitted : IsolationLevel.ReadUncommitted,
            MaxDeliveries = body.MaxDeliveries,
        };
        return null;
    }

    private static Problem At(string code, string pointer, string detail) => new(code, detail, [new ErrorItem(pointer, detail)]);

    /// <summary>What a token acknowledges; null when it is not the session's.</summary>
    private static Acknowledgement[]? Acknowledgements(string group, IConsumerSession session, AckContent? ack)
    {
        if (ack is null) return [];
        if (ack.Holder != AckToken.HolderOf(group, session.InstanceId ?? session.MemberId)) return null;
        return [.. ack.Entries.Select(entry => new Acknowledgement(null, entry.Partition, entry.TopicId, entry.NextOffset, entry.OwnedSince))];
    }

    private async Task AnswerAsync(HttpContext context, IConsumerSession session, ConsumerPoll poll, PollBody body)
    {
        var room = PageHandler.RoomFor(poll.Fetched);
        if (!budget.TryTake(room))
        {
            await ProblemWriter.WriteAsync(context, BodyBudget.Exhausted());
            return;
        }

        try
        {
            await AnswerAsync(context, session, poll, body.Max ?? limits.DefaultRecords, isAuto: body.Ack == Auto, views.Make(body.View));
        }
        finally
        {
            budget.Give(room);
        }
    }

    private async Task AnswerAsync(HttpContext context, IConsumerSession session, ConsumerPoll poll, int max, bool isAuto, IRecordView? view)
    {
        var position = new PollPosition(poll, limits.MaxAckPartitions);
        using var page = RecordPage.Render(poll.Fetched, position, truncations, max, PageWriter.Opening, RecordForm.Exact, view: view);
        poll.Fetched.Dispose();
        List<Gap> gaps = [.. poll.Resets.Select(reset => new Gap(reset.Partition, reset.From, reset.To, GapReasons.Recreated, reset.Topic)), .. page.Gaps];
        if (page.Problem is not null && !page.HasRecords && gaps.Count == 0)
        {
            await ProblemWriter.WriteAsync(context, page.Problem);
            return;
        }

        using var merged = page.TryGiveAll(max, out var whole) ? null : page.Merge(max, PageWriter.Opening, out _);
        var answer = whole ?? merged!;
        var isDelivered = page.HasRecords || page.Gaps.Count > 0;
        if (isDelivered) session.Deliver(poll, position.NextOffsets);
        if (isDelivered && isAuto && await CommitAsync(session, poll, position) is { } failed)
        {
            await ProblemWriter.WriteAsync(context, failed);
            return;
        }

        PollWriter.AppendRest(answer, session, poll, isDelivered && !isAuto ? position : null, gaps);
        await answer.SendAsync(context.Response, StatusCodes.Status200OK);
    }

    /// <summary>At most once: committed before it is delivered.</summary>
    private static async Task<Problem?> CommitAsync(IConsumerSession session, ConsumerPoll poll, PollPosition position)
    {
        var delivered = PollWriter.Delivered(poll, position.NextOffsets);
        var error = await session.CommitAsync(delivered, CancellationToken.None);
        if (error is null) return null;
        return Problem.From(error.Code == ErrorCode.StaleAck
            ? new Error(ErrorCode.RebalanceInProgress, "The group gave a partition to another member just now: nothing was delivered. Poll again.")
            : error);
    }
}
