using RestStream.Core;
using RestStream.Core.Topics;
using RestStream.Server.Errors;
using RestStream.Server.Hosting;
using RestStream.Server.OpenApi;
using RestStream.Server.Validation;

namespace RestStream.Server.Topics;

/// <summary>Topics: made, listed, shown, changed, deleted.</summary>
internal static class TopicRoutes
{
    public static void MapTopics(this IEndpointRouteBuilder routes)
    {
        var topics = routes.MapGroup("/v1/topics").AddEndpointFilter<ControlBodyFilter>();
        topics.MapPost("", CreateAsync).Describe(TopicDocs.Create);
        topics.MapGet("", List).Describe(TopicDocs.List);
        topics.MapPut("{topic}", PutAsync).Describe(TopicDocs.Put);
        topics.MapGet("{topic}", Get).Describe(TopicDocs.Get);
        topics.MapPatch("{topic}", PatchAsync).Describe(TopicDocs.Patch);
        topics.MapDelete("{topic}", DeleteAsync).Describe(TopicDocs.Delete);
    }

    private static async Task<IResult> CreateAsync(ControlBody<TopicBody> body, ITopics topics, HttpContext context)
    {
        var parameters = new Parameters(context.Request);
        var validateOnly = parameters.Flag("validateOnly");
        if (body.Value.Name is null) return new ProblemResult(TopicChanges.NameMissing());
        if (parameters.Problem is { } problem) return new ProblemResult(problem);
        var spec = TopicChanges.ToSpec(body.Value.Name, body.Value);
        var created = await topics.CreateAsync(spec, validateOnly, context.RequestAborted);
        return created.IsSuccess ? Show(context, created.Value, isNew: !validateOnly) : ProblemResult.From(created.Error);
    }

    private static IResult List(ITopics topics, LimitOptions limits, HttpContext context)
    {
        var parameters = new Parameters(context.Request);
        var limit = parameters.Integer("limit", limits.DefaultListLimit, 1, limits.MaxListLimit);
        var includeInternal = parameters.Flag("includeInternal");
        var after = PageToken.Read(parameters);
        if (parameters.Problem is { } problem) return new ProblemResult(problem);
        var page = topics.List(after, limit + 1, includeInternal);
        var next = page.Count > limit ? PageToken.Write(page[limit - 1].Name) : null;
        return Results.Json(new TopicList([.. page.Take(limit).Select(TopicSummary.Of)], next), ApiJson.Default.TopicList);
    }

    private static async Task<IResult> PutAsync(string topic, ControlBody<TopicBody> body, ITopics topics, HttpContext context)
    {
        var parameters = new Parameters(context.Request);
        var validateOnly = parameters.Flag("validateOnly");
        if (parameters.Problem is { } problem) return new ProblemResult(problem);
        if (body.Value.Name is { } name && name != topic) return new ProblemResult(TopicChanges.NameDiffers(name, topic));
        var existing = topics.Find(topic);
        if (existing is null && context.Request.Headers.IfMatch.Count == 0)
        {
            var created = await topics.CreateAsync(TopicChanges.ToSpec(topic, body.Value), validateOnly, context.RequestAborted);
            if (created.IsSuccess) return Show(context, created.Value, isNew: !validateOnly);
            if (created.Error.Code != ErrorCode.TopicAlreadyExists) return ProblemResult.From(created.Error);
            // Without a topic, the records of a lost one stand in the way.
            existing = topics.Find(topic);
            if (existing is null) return ProblemResult.From(created.Error);
        }

        if (existing is null) return new ProblemResult(Problem.UnknownTopic(topic));
        return await ChangeAsync(context, topics, existing, TopicChanges.ToReplace(existing, body.Value), validateOnly);
    }

    private static IResult Get(string topic, ITopics topics, HttpContext context) =>
        topics.Find(topic) is { } found ? Show(context, found, isNew: false) : new ProblemResult(Problem.UnknownTopic(topic));

    private static async Task<IResult> PatchAsync(string topic, ControlBody<TopicChangeBody> body, ITopics topics, HttpContext context)
    {
        var parameters = new Parameters(context.Request);
        var validateOnly = parameters.Flag("validateOnly");
        if (parameters.Problem is { } problem) return new ProblemResult(problem);
        if (topics.Find(topic) is not { } existing) return new ProblemResult(Problem.UnknownTopic(topic));
        return await ChangeAsync(context, topics, existing, TopicChanges.ToChange(body.Value), validateOnly);
    }

    private static async Task<IResult> DeleteAsync(string topic, ITopics topics, HttpContext context)
    {
        if (topics.Find(topic) is not { } existing) return new ProblemResult(Problem.UnknownTopic(topic));
        var (expectedVersion, mismatch) = TopicETag.Expected(context.Request, existing);
        if (mismatch is not null) return ProblemResult.From(mismatch);
        var deleted = await topics.DeleteAsync(topic, expectedVersion, context.RequestAborted);
        return deleted.IsSuccess ? Results.NoContent() : ProblemResult.From(deleted.Error);
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, ITopics topics, TopicDescription existing, TopicChange change, bool validateOnly)
    {
        var (expectedVersion, mismatch) = TopicETag.Expected(context.Request, existing);
        if (mismatch is not null) return ProblemResult.From(mismatch);
        if (change is { Partitions: null, Config.Count: 0 }) return Show(context, existing, isNew: false);
        var changed = await topics.AlterAsync(existing.Name, change, expectedVersion, validateOnly, context.RequestAborted);
        return changed.IsSuccess ? Show(context, changed.Value, isNew: false) : ProblemResult.From(changed.Error);
    }

    private static IResult Show(HttpContext context, TopicDescription topic, bool isNew)
    {
        context.Response.Headers.ETag = TopicETag.Of(topic);
        if (isNew) context.Response.Headers.Location = "/v1/topics/" + topic.Name;
        return Results.Json(TopicView.Of(topic), ApiJson.Default.TopicView, statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }
}
