using NJsonSchema;
using NJsonSchema.References;
using RestStream.Schemas.Registry;

namespace RestStream.Server.Schemas;

/// <summary>Makes a sample record of a JSON Schema, for people: a start, not always one that fits. Nothing is fetched.</summary>
internal static class SchemaSamples
{
    // What the generator does with a schema grows with its size.
    private const int MaxSchemaLength = 256 << 10;

    /// <summary>The sample's JSON.</summary>
    /// <exception cref="RegistryException">The schema is too large or of a form of which none can be made.</exception>
    public static async Task<string> MakeAsync(string schema)
    {
        if (schema.Length > MaxSchemaLength) throw NotMade("it is too large");
        try
        {
            var parsed = await JsonSchema.FromJsonAsync(schema, documentPath: null, root => new LocalReferences(root));
            return parsed.ToSampleJson().ToString(Newtonsoft.Json.Formatting.None);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or RegistryException))
        {
            throw NotMade(e.Message);
        }
    }

    /// <summary>Why there is none.</summary>
    public static RegistryException NotMade(string reason) => new(RegistryErrorCode.InvalidSchema, $"No sample can be made of this schema: {reason}");

    private sealed class LocalReferences(JsonSchema root) : JsonReferenceResolver(new JsonSchemaAppender(root, new DefaultTypeNameGenerator()))
    {
        public override Task<IJsonReference> ResolveFileReferenceAsync(string filePath, CancellationToken cancellationToken = default) => throw NotMade("it refers to another document");

        public override Task<IJsonReference> ResolveUrlReferenceAsync(string url, CancellationToken cancellationToken = default) => throw NotMade("it refers to another document");
    }
}
