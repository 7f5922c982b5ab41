using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Groups;
using RestStream.Server.Errors;
using RestStream.Server.Hosting;
using RestStream.Server.Records;
using RestStream.Server.Schemas;
using RestStream.Server.Validation;

namespace RestStream.Server.Groups;

/// <summary>A stream that joins a group (<c>?group=</c>): the connection is the member's life. When it closes the member leaves; a static member (<c>instance</c>) is kept for its session timeout.</summary>
internal sealed class GroupStreamHandler(ILogEngine engine, LimitOptions limits, Truncations truncations, RecordViews views, StreamSlots slots, GracefulStop stop, TimeProvider time)
{
    /// <summary>True for a read that wants to be a member.</summary>
    public static bool IsWanted(HttpRequest request) => request.Query.ContainsKey("group");

    /// <summary>For a read that is no stream.</summary>
    public static Task RefusePageAsync(HttpContext context)
    {
        const string Detail = "'group' goes with a stream (Accept: text/event-stream or application/x-ndjson). For pages use POST /v1/groups/{group}/poll.";
        return ProblemWriter.WriteAsync(context, new Problem(HttpErrors.ValidationFailed, Detail, [new ErrorItem("group", Detail)]));
    }

    public async Task HandleAsync(HttpContext context, IStreamFormat format)
    {
        var query = new Parameters(context.Request);
        var max = query.Long("max", long.MaxValue, 1, long.MaxValue);
        var length = query.Duration("for", limits.MaxStreamTime) ?? limits.MaxStreamTime;
        var view = RecordViewOptions.Read(query);
        var options = Options(context, query, out var isAuto);
        if (query.Problem is { } problem)
        {
            await ProblemWriter.WriteAsync(context, problem);
            return;
        }

        if (!slots.TryEnter())
        {
            await ProblemWriter.WriteAsync(context, Problem.From(new Error(ErrorCode.TooManyRequests, $"As many streams are open as may: {limits.MaxStreams}.")));
            return;
        }

        try
        {
            await StreamAsync(context, format, options, isAuto, view, max, length);
        }
        catch (TimeoutException)
        {
            // The client took nothing for too long; its records wait in the log.
            context.Abort();
        }
        finally
        {
            slots.Leave();
        }
    }

    private async Task StreamAsync(HttpContext context, IStreamFormat format, ConsumerOptions options, bool isAuto, RecordViewOptions view, long max, TimeSpan length)
    {
        var opened = await engine.Consumers.OpenAsync(options, context.RequestAborted);
        if (!opened.IsSuccess)
        {
            await ProblemWriter.WriteAsync(context, Problem.From(opened.Error));
            return;
        }

        await using var session = opened.Value;
        StreamHandler.SendHead(context, format);
        await new GroupStream(context, session, limits, truncations, stop, time, format, isAuto, () => views.Make(view)).RunAsync(max, length);
    }

    private ConsumerOptions Options(HttpContext context, Parameters query, out bool isAuto)
    {
        var start = Position.Earliest;
        if (query.Text("from") is { } from && !PositionParser.TryParse(from, time, out start, out var error)) query.Unreadable("from", error);
        isAuto = query.Text("commit") == "auto";
        if (query.Text("commit") is not (null or "auto")) query.NotAllowed("commit", "'commit' takes auto; without it commit by POST /v1/groups/{group}/commit.");
        foreach (var name in (string[])["cursor", "partition", "filter"])
        {
            if (query.Text(name) is not null) query.NotAllowed(name, $"'{name}' does not go with 'group': a member gets all records of its partitions, from the committed offsets on.");
        }

        return new ConsumerOptions(query.Text("group") ?? "")
        {
            Topics = [RouteParameters.Topic(context)],
            InstanceId = query.Text("instance"),
            ClientId = "http",
            ClientHost = context.Connection.RemoteIpAddress?.ToString() ?? "",
            SessionTimeout = query.Duration("sessionTimeout", TimeSpan.FromDays(1)),
            Start = start,
            Liveness = ConsumerLiveness.Connection,
        };
    }
}
