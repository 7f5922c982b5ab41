using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>The keywords that say something about a schema without checking anything; each null where it is absent.</summary>
internal sealed record SchemaAnnotations(string? Id, string? Title, string? Description, JsonTree? Default, bool IsConnectBytes)
{
    public static SchemaAnnotations None { get; } = new(null, null, null, null, false);

    /// <summary>Reads them from a schema; null when there are none.</summary>
    public static SchemaAnnotations? Of(JsonTree schema, JsonSchemaDialect draft)
    {
        var read = new SchemaAnnotations(
            TextOf(schema, draft.IdKeyword()), TextOf(schema, "title"), TextOf(schema, "description"),
            schema.Members.GetValueOrDefault("default"), TextOf(schema, "connect.type") == "bytes");
        return read == None ? null : read;
    }

    private static string? TextOf(JsonTree schema, string name) =>
        schema.Members.TryGetValue(name, out var value) && value.Kind == JsonTreeKind.String ? value.Text : null;
}
