using System.Text.Json;
using RestStream.Schemas;
using RestStream.Schemas.Registry;

namespace RestStream.Server.Schemas;

/// <summary>Tags inside a schema's text, which are not changed here: a request for that is refused, because rules of encryption lean on them.</summary>
internal static class InlineTags
{
    /// <summary>The draft, when its request asks for no such change.</summary>
    /// <param name="json">The request of a registration.</param>
    /// <param name="draft">What was read of it.</param>
    /// <param name="newest">The newest version, whose tags may be asked for; null for none.</param>
    /// <exception cref="RegistryException">It asks for one.</exception>
    public static SchemaDraft Required(JsonElement json, SchemaDraft draft, StoredSchema? newest)
    {
        if (HasEntries(json, "schemaTagsToAdd") || HasEntries(json, "schemaTagsToRemove")) throw NotChanged();
        return RegistryJson.Boolean(json, "propagateSchemaTags") is true && newest is not null && AreIn(newest) ? throw NotChanged() : draft;
    }

    public static RegistryException NotChanged() => new(RegistryErrorCode.InvalidSchema, "Tags inside a schema are not changed here: register the text with its tags.");

    public static bool HasEntries(JsonElement json, string name) => json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0;

    // In JSON and Avro they are a member, in Protobuf options of these names.
    private static bool AreIn(StoredSchema schema) => schema.Type == SchemaType.Protobuf
        ? schema.Text.Contains("(confluent.", StringComparison.Ordinal) || schema.Text.Contains("(.confluent.", StringComparison.Ordinal)
        : schema.Text.Contains("\"confluent:tags\"", StringComparison.Ordinal);
}
