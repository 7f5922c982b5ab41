using System.Text.Json;

namespace RestStream.Schemas.Json.Validation.Compilation;

/// <summary>A schema as it is written, and where.</summary>
/// <param name="Resource">The resource that it is part of.</param>
/// <param name="Element">Its text.</param>
/// <param name="Pointer">Its place in the document.</param>
internal sealed record Subschema(SchemaResource Resource, JsonElement Element, string Pointer)
{
    /// <summary>A keyword's value.</summary>
    public bool Has(string keyword, out JsonElement value)
    {
        value = default;
        return Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(keyword, out value);
    }

    /// <summary>Says that a keyword is wrong.</summary>
    public SchemaException Wrong(string keyword, string reason) => new($"{keyword} {reason}", PlaceOf(keyword));

    /// <summary>The place of a keyword, for messages: a pointer, in another document than the main one after its URI.</summary>
    public string PlaceOf(string? keyword)
    {
        var pointer = keyword is null ? Pointer : JsonPointer.Append(Pointer, keyword);
        return Resource.Document.IsMain ? pointer : $"{Resource.Uri}#{pointer}";
    }
}
