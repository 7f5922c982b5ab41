using RestStream.Schemas.Json.Validation.Compilation;

namespace RestStream.Schemas.Json.Validation;

/// <summary>A schema with a URI of its own: a document, or a subschema with <c>$id</c>. Compared by identity.</summary>
internal sealed class SchemaResource(string uri, string pointer, SchemaDocument document, Dialect dialect)
{
    /// <summary>The name under which <see cref="DynamicAnchors"/> holds <c>$recursiveAnchor</c>.</summary>
    public const string RecursiveAnchor = "";

    /// <summary>Its absolute URI without a fragment.</summary>
    public string Uri { get; } = uri;

    /// <summary>Where its root lies in the document.</summary>
    public string Pointer { get; } = pointer;

    public SchemaDocument Document { get; } = document;

    public Dialect Dialect { get; } = dialect;

    /// <summary>The subschemas that its anchors name.</summary>
    public Dictionary<string, Subschema> Anchors { get; } = [];

    /// <summary>Those of its anchors that are dynamic.</summary>
    public HashSet<string> DynamicAnchors { get; } = [];

    public Subschema Root => Document.Subschemas[Pointer];

    /// <summary>The schema of a dynamic anchor.</summary>
    public Subschema DynamicTarget(string anchor) => anchor == RecursiveAnchor ? Root : Anchors[anchor];
}
