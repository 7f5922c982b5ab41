using RestStream.Core;
using RestStream.Core.Groups;
using RestStream.Core.Topics;
using RestStream.Server.Errors;
using RestStream.Server.Hosting;
using RestStream.Server.OpenApi;
using RestStream.Server.Validation;

namespace RestStream.Server.Groups;

/// <summary>Groups: listed, shown with their lag, reset, deleted.</summary>
internal static class GroupRoutes
{
    private static readonly string StateNames = string.Join(", ", Enum.GetNames<ConsumerGroupState>());

    public static void MapGroups(this IEndpointRouteBuilder routes)
    {
        var groups = routes.MapGroup("/v1/groups").AddEndpointFilter<ControlBodyFilter>();
        groups.MapGet("", List).Describe(GroupDocs.List);
        groups.MapPost("{group}/offsets/reset", ResetAsync).Describe(GroupDocs.Reset);
        groups.MapDelete("{group}/offsets/{topic}", DeleteOffsetsAsync).Describe(GroupDocs.DeleteOffsets);
        groups.MapGet("{group}", Get).Describe(GroupDocs.Get);
        groups.MapDelete("{group}", DeleteAsync).Describe(GroupDocs.Delete);
    }

    private static IResult List(ILogEngine engine, LimitOptions limits, HttpContext context)
    {
        var parameters = new Parameters(context.Request);
        var limit = parameters.Integer("limit", limits.DefaultListLimit, 1, limits.MaxListLimit);
        var states = States(parameters);
        var after = PageToken.Read(parameters);
        if (parameters.Problem is { } problem) return new ProblemResult(problem);
        var listed = engine.Groups.List(after, limit + 1, states);
        if (!listed.IsSuccess) return ProblemResult.From(listed.Error);
        var next = listed.Value.Count > limit ? PageToken.Write(listed.Value[limit - 1].Group) : null;
        return Results.Json(new GroupList([.. listed.Value.Take(limit).Select(GroupSummary.Of)], next), ApiJson.Default.GroupList);
    }

    private static IResult Get(ILogEngine engine, HttpContext context)
    {
        if (GroupPath.Read(context, out var group) is { } problem) return new ProblemResult(problem);
        var described = engine.Groups.Describe(group);
        if (!described.IsSuccess) return ProblemResult.From(described.Error);
        var offsets = engine.Groups.Offsets(group);
        if (!offsets.IsSuccess) return ProblemResult.From(offsets.Error);
        var lag = new GroupLag(engine).Of(described.Value, offsets.Value);
        return Results.Json(GroupView.Of(described.Value, lag), ApiJson.Default.GroupView);
    }

    private static async Task<IResult> ResetAsync(ControlBody<OffsetResetBody> body, ILogEngine engine, TimeProvider time, HttpContext context)
    {
        if (GroupPath.Read(context, out var group) is { } problem) return new ProblemResult(problem);
        var (reset, wrong) = body.Value.ToReset(time);
        if (wrong is not null) return new ProblemResult(wrong);
        var dryRun = body.Value.DryRun is true;
        var changed = await engine.Groups.ResetOffsetsAsync(group, reset!, dryRun, context.RequestAborted);
        if (!changed.IsSuccess) return ProblemResult.From(changed.Error);
        return Results.Json(new OffsetResetView(group, dryRun, [.. changed.Value.Select(OffsetChangeView.Of)]), ApiJson.Default.OffsetResetView);
    }

    private static async Task<IResult> DeleteOffsetsAsync(string topic, ILogEngine engine, HttpContext context)
    {
        var parameters = new Parameters(context.Request);
        var partition = parameters.OptionalInteger("partition", 0, int.MaxValue);
        if (parameters.Problem is { } unreadable) return new ProblemResult(unreadable);
        if (GroupPath.Read(context, out var group) is { } problem) return new ProblemResult(problem);
        if (TopicName.Violation(topic) is { } violation) return ProblemResult.From(new Error(ErrorCode.InvalidTopicException, violation));
        var deleted = await engine.Groups.DeleteOffsetsAsync(group, topic, partition is { } one ? [one] : null, context.RequestAborted);
        if (!deleted.IsSuccess) return ProblemResult.From(deleted.Error);
        return Results.Json(new OffsetDeletionView(group, [.. deleted.Value.Select(DeletedOffsetView.Of)]), ApiJson.Default.OffsetDeletionView);
    }

    private static async Task<IResult> DeleteAsync(ILogEngine engine, HttpContext context)
    {
        if (GroupPath.Read(context, out var group) is { } problem) return new ProblemResult(problem);
        var refused = await engine.Groups.DeleteAsync(group, context.RequestAborted);
        return refused is null ? Results.NoContent() : ProblemResult.From(refused);
    }

    private static List<ConsumerGroupState>? States(Parameters parameters)
    {
        if (parameters.Text("state") is not { } text) return null;
        var states = new List<ConsumerGroupState>();
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            // A number would be taken too.
            if (name.All(char.IsAsciiLetter) && Enum.TryParse<ConsumerGroupState>(name, ignoreCase: true, out var state)) states.Add(state);
            else parameters.Unreadable("state", $"'state' takes {StateNames}; several with a comma between them.");
        }

        return states;
    }
}
