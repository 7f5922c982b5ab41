using System.Text.Json;

namespace RestStream.Schemas.Json.Validation.Compilation;

/// <summary>A JSON text that holds schemas.</summary>
internal sealed class SchemaDocument(JsonElement root, bool isMain)
{
    public JsonElement Root { get; } = root;

    /// <summary>Whether it is the one that is compiled, not one that it refers to.</summary>
    public bool IsMain { get; } = isMain;

    /// <summary>Its known subschemas by their pointers.</summary>
    public Dictionary<string, Subschema> Subschemas { get; } = [];
}
