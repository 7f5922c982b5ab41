using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using RestStream.Server.Errors;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace RestStream.Server.OpenApi;

/// <summary>Turns an <see cref="OperationDoc"/> into OpenAPI.</summary>
internal sealed class OperationWriter(OpenApiDocument document, ISchemaGenerator schemas, SchemaRepository repository)
{
    public OpenApiOperation Write(OperationDoc doc)
    {
        document.Tags ??= new HashSet<OpenApiTag>();
        if (document.Tags.All(tag => tag.Name != doc.Tag)) document.Tags.Add(new OpenApiTag { Name = doc.Tag });
        var operation = new OpenApiOperation
        {
            OperationId = doc.Id,
            Summary = doc.Summary,
            Description = doc.Description,
            Tags = new HashSet<OpenApiTagReference> { new(doc.Tag, document) },
            Parameters = doc.Parameters.Count == 0 ? null : [.. doc.Parameters.Select(Parameter)],
            RequestBody = doc.Bodies.Count == 0 ? null : Body(doc.Bodies),
            Responses = [],
        };
        AddResponses(operation.Responses, doc);
        return operation;
    }

    private static OpenApiParameter Parameter(ParameterDoc doc) => new()
    {
        Name = doc.Name,
        Description = doc.Description,
        In = doc.In switch { "path" => ParameterLocation.Path, "header" => ParameterLocation.Header, _ => ParameterLocation.Query },
        Required = doc.In == "path",
        Example = doc.Example is null ? null : doc.IsInteger ? JsonValue.Create(long.Parse(doc.Example, CultureInfo.InvariantCulture)) : JsonValue.Create(doc.Example),
        Schema = new OpenApiSchema
        {
            Type = doc.IsInteger ? JsonSchemaType.Integer : JsonSchemaType.String,
            Format = doc.IsInteger ? "int64" : null,
            Enum = doc.Choices is null ? null : [.. doc.Choices.Select(choice => JsonValue.Create(choice)!)],
        },
    };

    private OpenApiRequestBody Body(IReadOnlyList<BodyDoc> bodies) => new()
    {
        Required = true,
        Content = bodies.ToDictionary(body => body.ContentType, body => new OpenApiMediaType
        {
            Schema = body.Schema is null ? Text() : Schema(body.Schema),
            Example = Example(body),
        }),
    };

    private static JsonNode? Example(BodyDoc body) => body.ContentType == "application/json" ? JsonNode.Parse(body.Example) : JsonValue.Create(body.Example);

    private void AddResponses(OpenApiResponses responses, OperationDoc doc)
    {
        foreach (var group in doc.Responses.GroupBy(response => response.Status))
        {
            responses[group.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join(". ", group.Select(response => response.Description)),
                Content = group.Any(response => response.ContentType is not null)
                    ? group.Where(response => response.ContentType is not null).ToDictionary(response => response.ContentType!, Content)
                    : null,
            };
        }

        foreach (var group in doc.Problems.Distinct().Select(ErrorTable.Of).Append(ErrorTable.Of(HttpErrors.InternalError)).GroupBy(entry => entry.Status).OrderBy(group => group.Key))
        {
            responses[group.Key.ToString(CultureInfo.InvariantCulture)] = Problems([.. group]);
        }
    }

    private OpenApiMediaType Content(ResponseDoc response) => new() { Schema = response.Schema is null ? Text() : Schema(response.Schema) };

    private OpenApiResponse Problems(ErrorEntry[] entries) => new()
    {
        Description = string.Join("; ", entries.Select(entry => $"`{entry.Code}`: {entry.Title}")),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [ProblemWriter.ContentType] = new OpenApiMediaType { Schema = Schema(typeof(ProblemBody)), Example = ProblemExample(entries[0]) },
        },
    };

    private static JsonObject ProblemExample(ErrorEntry entry) => new JsonObject
    {
        ["type"] = ProblemWriter.PageOf(entry.Code),
        ["title"] = entry.Title,
        ["status"] = entry.Status,
        ["detail"] = entry.Meaning,
        ["code"] = entry.Code,
        ["retriable"] = entry.Retriable,
    };

    private IOpenApiSchema Schema(Type type) => schemas.GenerateSchema(type, repository);

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };
}
