using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace RestStream.Server.OpenApi;

/// <summary>Puts every described route into the document, in the order in which the routes are mapped.</summary>
internal sealed class OperationsFilter(IEnumerable<EndpointDataSource> sources) : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var writer = new OperationWriter(swaggerDoc, context.SchemaGenerator, context.SchemaRepository);
        foreach (var endpoint in sources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().OrderBy(endpoint => endpoint.Order))
        {
            if (endpoint.Metadata.GetMetadata<OperationDoc>() is not { } doc) continue;
            var path = "/" + endpoint.RoutePattern.RawText!.Trim('/');
            if (!swaggerDoc.Paths.TryGetValue(path, out var item)) swaggerDoc.Paths[path] = item = new OpenApiPathItem();
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];
            ((OpenApiPathItem)item).AddOperation(HttpMethod.Parse(method), writer.Write(doc));
        }
    }
}
