using Microsoft.OpenApi;
using RestStream.Server.Topics;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace RestStream.Server.OpenApi;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c> and Swagger UI at <c>/swagger</c>. Nothing of them costs a request to another path anything.</summary>
internal static class OpenApiSetup
{
    public static void AddOpenApiDocument(this WebApplicationBuilder builder)
    {
        builder.Services.AddEndpointsApiExplorer();
        builder.Services.AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc("v1", new OpenApiInfo
            {
                Title = "RestStream",
                Version = "v1",
                Description = "Topics, partitions and offsets over plain HTTP. Press the operations in the order of this page: each example works on an empty server.",
            });
            // The document is made from what stands beside the routes, not from method signatures: the hot paths have none.
            swagger.DocInclusionPredicate((_, _) => false);
            swagger.SupportNonNullableReferenceTypes();
            swagger.MapType<ConfigValue>(() => new OpenApiSchema { Type = JsonSchemaType.String });
            swagger.DocumentFilter<OperationsFilter>();
        });
    }

    public static void MapOpenApiDocument(this WebApplication app)
    {
        app.MapSwagger("/openapi/{documentName}.json");
        app.MapSwaggerUI("swagger", Configure);
    }

    private static void Configure(SwaggerUIOptions ui)
    {
        ui.SwaggerEndpoint("/openapi/v1.json", "RestStream v1");
        ui.DocumentTitle = "RestStream";
        ui.EnableTryItOutByDefault();
        ui.EnableDeepLinking();
        ui.DisplayRequestDuration();
        ui.EnableFilter();
        ui.EnablePersistAuthorization();
        ui.DefaultModelsExpandDepth(-1);
        ui.ConfigObject.ValidatorUrl = null;
    }
}
