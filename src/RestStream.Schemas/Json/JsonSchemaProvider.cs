using RestStream.Schemas.Json.Compatibility.Model;
using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json;

/// <summary>Reads JSON schemas. References are found among those given, never fetched.</summary>
public sealed class JsonSchemaProvider : ISchemaProvider
{
    /// <inheritdoc/>
    public SchemaType Type => SchemaType.Json;

    /// <inheritdoc/>
    public ParsedSchema Parse(string text, IReadOnlyList<ResolvedReference> references) => ParseJson(text, references);

    /// <inheritdoc/>
    public string? FormOf(string text)
    {
        try
        {
            return JsonTreeWriter.Write(JsonTreeReader.Read(text));
        }
        catch (SchemaException)
        {
            return null;
        }
    }

    /// <summary>As <see cref="Parse"/>, with what only JSON schemas have.</summary>
    public static JsonParsedSchema ParseJson(string text, IReadOnlyList<ResolvedReference> references)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(references);
        var tree = JsonTreeReader.Read(text);
        return JsonParsedSchema.Make(tree, references, SchemaModel.Build(tree, references));
    }
}
