using RestStream.Core;
using RestStream.Core.Schemas;
using RestStream.Core.Topics;
using RestStream.Schemas.Enforcement;
using RestStream.Server.Errors;
using RestStream.Server.Topics;

namespace RestStream.Server.Schemas;

/// <summary>What topics ask of their records: set, shown, taken away. Thread-safe.</summary>
internal sealed class TopicSchemaHandler(ITopics topics, ISchemaSource source)
{
    public async Task<IResult> PutAsync(HttpContext context, string topic, TopicSchemaBody body)
    {
        var schemas = TopicSchemaRules.Of(body);
        if (topics.Find(topic) is not { } existing) return new ProblemResult(Problem.UnknownTopic(topic));
        if (source.Current is not { } registry) return ProblemResult.From(NotYetLoaded());
        if (Missing(registry, topic, RecordPart.Value, schemas.Value) is { } noValue) return ProblemResult.From(noValue);
        if (Missing(registry, topic, RecordPart.Key, schemas.Key) is { } noKey) return ProblemResult.From(noKey);
        return await ChangeAsync(context, existing, schemas, changed => Show(context, changed, registry));
    }

    public IResult Get(HttpContext context, string topic)
    {
        if (topics.Find(topic) is not { } existing) return new ProblemResult(Problem.UnknownTopic(topic));
        return source.Current is { } registry ? Show(context, existing, registry) : ProblemResult.From(NotYetLoaded());
    }

    public async Task<IResult> DeleteAsync(HttpContext context, string topic)
    {
        if (topics.Find(topic) is not { } existing) return new ProblemResult(Problem.UnknownTopic(topic));
        return await ChangeAsync(context, existing, TopicSchemas.None, _ => Results.NoContent());
    }

    private async Task<IResult> ChangeAsync(HttpContext context, TopicDescription existing, TopicSchemas schemas, Func<TopicDescription, IResult> show)
    {
        var (expectedVersion, mismatch) = TopicETag.Expected(context.Request, existing);
        if (mismatch is not null) return ProblemResult.From(mismatch);
        var change = new TopicChange(null, new Dictionary<string, string?>()) { Schemas = schemas };
        var changed = await topics.AlterAsync(existing.Name, change, expectedVersion, validateOnly: false, context.RequestAborted);
        return changed.IsSuccess ? show(changed.Value) : ProblemResult.From(changed.Error);
    }

    private static Error? Missing(IRegisteredSchemas registry, string topic, RecordPart part, SchemaRule? rule)
    {
        if (rule is null or { Mode: SchemaMode.Off } or { AllowsMissing: true } || SubjectNames.Fixed(rule, topic, part) is not { } subject) return null;
        return registry.Find(subject, rule.Version) is null ? NoSchema(subject, rule.Version) : null;
    }

    private static IResult Show(HttpContext context, TopicDescription topic, IRegisteredSchemas registry)
    {
        context.Response.Headers.ETag = TopicETag.Of(topic);
        var view = new TopicSchemaView(topic.Name, View(topic, RecordPart.Value, topic.Schemas.Value, registry), View(topic, RecordPart.Key, topic.Schemas.Key, registry));
        return Results.Json(view, ApiJson.Default.TopicSchemaView);
    }

    private static SchemaRuleView? View(TopicDescription topic, RecordPart part, SchemaRule? rule, IRegisteredSchemas registry)
    {
        var subject = rule is null ? null : SubjectNames.Fixed(rule, topic.Name, part);
        return SchemaRuleView.Of(rule, subject, subject is null ? null : registry.Find(subject, rule!.Version));
    }

    private static Error NoSchema(string subject, int? version)
    {
        var what = version is { } number ? $"Subject '{subject}' has no version {number}" : $"Subject '{subject}' has no schema";
        return new Error(ErrorCode.SchemaNotFound, $"{what}; nothing was changed. Register it with POST /subjects/{Uri.EscapeDataString(subject)}/versions first, or say allowMissing.");
    }

    private static Error NotYetLoaded() => new(ErrorCode.ShuttingDown, "The schemas are not loaded yet. Try again.");
}
