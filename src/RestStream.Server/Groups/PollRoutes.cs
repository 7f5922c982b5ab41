using RestStream.Core;
using RestStream.Core.Groups;
using RestStream.Server.Errors;
using RestStream.Server.OpenApi;
using RestStream.Server.Records;
using RestStream.Server.Validation;

namespace RestStream.Server.Groups;

/// <summary>Consuming as a member of a group: poll, commit, leave.</summary>
internal static class PollRoutes
{
    public static void AddPolls(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PollHandler>();
        builder.Services.AddSingleton<GroupStreamHandler>();
    }

    public static void MapPolls(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/groups/{group}").AddEndpointFilter<ControlBodyFilter>();
        group.MapPost("poll", PollAsync).Describe(PollDocs.Poll);
        group.MapPost("commit", CommitAsync).Describe(PollDocs.Commit);
        group.MapDelete("members/{member}", LeaveAsync).Describe(PollDocs.Leave);
    }

    private static Task PollAsync(ControlBody<PollBody> body, PollHandler polls, HttpContext context) =>
        GroupPath.Read(context, out var group) is { } problem ? ProblemWriter.WriteAsync(context, problem) : polls.HandleAsync(context, group, body.Value);

    private static async Task<IResult> CommitAsync(ControlBody<CommitBody> body, ILogEngine engine, HttpContext context)
    {
        if (GroupPath.Read(context, out var group) is { } problem) return new ProblemResult(problem);
        var offsets = body.Value.Offsets!.Select(entry => new OffsetCommit(entry.Topic!, entry.Partition!.Value, entry.NextOffset!.Value, entry.Metadata ?? "")).ToList();
        var committed = await engine.Groups.CommitAsync(new GroupCommit(group, body.Value.Member, body.Value.Generation, offsets), context.RequestAborted);
        return committed.IsSuccess ? Show(offsets, committed.Value) : ProblemResult.From(committed.Error);
    }

    private static IResult Show(List<OffsetCommit> offsets, IReadOnlyList<PartitionOutcome> outcomes)
    {
        var kept = new List<CommittedView>();
        var errors = new List<CommitError>();
        for (var i = 0; i < outcomes.Count; i++)
        {
            if (outcomes[i].Error is not { } error) kept.Add(new CommittedView(offsets[i].Topic, offsets[i].Partition, offsets[i].NextOffset));
            else errors.Add(new CommitError(i, ErrorTable.Of(error.Code).Status, ErrorCodes.NameOf(error.Code), error.Detail));
        }

        if (kept.Count == 0) return new ProblemResult(Problem.From(outcomes[0].Error! with { Items = [.. errors.Select(error => new ErrorItem($"/offsets/{error.Index}", error.Detail))] }));
        var status = errors.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status207MultiStatus;
        return new BufferedJson<CommitAnswer>(new CommitAnswer(kept, errors.Count == 0 ? null : errors), ApiJson.Default.CommitAnswer, status);
    }

    private static async Task<IResult> LeaveAsync(string member, ILogEngine engine, HttpContext context)
    {
        if (GroupPath.Read(context, out var group) is { } problem) return new ProblemResult(problem);
        var error = await engine.Groups.RemoveMemberAsync(group, IdOf(engine.Groups, group, member), "it left", context.RequestAborted);
        return error is null ? Results.NoContent() : ProblemResult.From(error);
    }

    // A static member can be named by its instance.
    private static string IdOf(IGroups groups, string group, string member)
    {
        var members = groups.Describe(group).Value?.Members ?? [];
        return members.FirstOrDefault(found => found.MemberId == member)?.MemberId ?? members.FirstOrDefault(found => found.InstanceId == member)?.MemberId ?? member;
    }
}
