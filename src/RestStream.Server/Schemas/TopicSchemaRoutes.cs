using RestStream.Server.OpenApi;
using RestStream.Server.Validation;

namespace RestStream.Server.Schemas;

/// <summary>Routes of what topics ask of their records.</summary>
internal static class TopicSchemaRoutes
{
    public static void MapTopicSchemas(this IEndpointRouteBuilder routes)
    {
        var handler = routes.ServiceProvider.GetRequiredService<TopicSchemaHandler>();
        var topic = routes.MapGroup("/v1/topics/{topic}/schema").AddEndpointFilter<ControlBodyFilter>();
        topic.MapPut("", (string topic, ControlBody<TopicSchemaBody> body, HttpContext context) => handler.PutAsync(context, topic, body.Value)).Describe(EnforcementDocs.Put);
        topic.MapGet("", (string topic, HttpContext context) => handler.Get(context, topic)).Describe(EnforcementDocs.Get);
        topic.MapDelete("", (string topic, HttpContext context) => handler.DeleteAsync(context, topic)).Describe(EnforcementDocs.Delete);
    }
}
