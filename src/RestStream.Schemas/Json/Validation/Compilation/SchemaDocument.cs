using System.Text.Json;

namespace RestStream.Schemas.Json.Validation.Compilation;

/// <summary>A JSON text that holds schemas.</summary>
internal sealed class SchemaDocument
{
    /// <summary>Makes one.</summary>
    /// <param name="root">Its text.</param>
    /// <param name="uri">What names in its references are relative to.</param>
    /// <param name="uses">What it uses, by the names that it has for them.</param>
    /// <param name="isMain">Whether it is the one that is compiled.</param>
    public SchemaDocument(JsonElement root, string uri, IReadOnlyDictionary<string, GivenDocument> uses, bool isMain)
    {
        (Root, Uses, IsMain) = (root, uses, isMain);
        var ownUri = UriReference.Parse(uri);
        foreach (var (name, document) in uses) UsesByUri.TryAdd(ownUri.Resolve(UriReference.Parse(name)).WithoutFragment, document);
    }

    public JsonElement Root { get; }

    /// <summary>Whether it is the one that is compiled, not one that it refers to.</summary>
    public bool IsMain { get; }

    /// <summary>What it uses, by the names that it has for them.</summary>
    public IReadOnlyDictionary<string, GivenDocument> Uses { get; }

    /// <summary>What it uses, by what those names mean here.</summary>
    public Dictionary<string, GivenDocument> UsesByUri { get; } = new(StringComparer.Ordinal);

    /// <summary>Its known subschemas by their pointers.</summary>
    public Dictionary<string, Subschema> Subschemas { get; } = [];

    /// <summary>Its schemas with a URI of their own, by that.</summary>
    public Dictionary<string, SchemaResource> Resources { get; } = [];
}
