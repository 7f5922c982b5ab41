using RestStream.Server.OpenApi;
using RestStream.Server.Validation;

namespace RestStream.Server.Schemas;

/// <summary>Routes of the helpers for people who write schemas.</summary>
internal static class SchemaToolsRoutes
{
    public static void MapSchemaTools(this IEndpointRouteBuilder routes)
    {
        var handler = routes.ServiceProvider.GetRequiredService<SchemaToolsHandler>();
        var schemas = routes.MapGroup("/v1/schemas").AddEndpointFilter<ControlBodyFilter>();
        schemas.MapPost("validate", (ControlBody<ValidateBody> body, CancellationToken cancellation) => handler.ValidateAsync(body.Value, cancellation)).Describe(SchemaToolsDocs.Validate);
        schemas.MapPost("infer", (ControlBody<InferBody> body) => handler.InferAsync(body.Value)).Describe(SchemaToolsDocs.Infer);
    }
}
