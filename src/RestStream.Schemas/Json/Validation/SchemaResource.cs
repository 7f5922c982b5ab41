using RestStream.Schemas.Json.Validation.Compilation;

namespace RestStream.Schemas.Json.Validation;

/// <summary>A schema with a URI of its own: a document, or a subschema with <c>$id</c>. Compared by identity.</summary>
/// <param name="number">Its number in this compilation.</param>
/// <param name="uri">Its absolute URI without a fragment.</param>
/// <param name="pointer">Where its root lies in the document.</param>
/// <param name="document">The document.</param>
/// <param name="dialect">What its keywords mean.</param>
internal sealed class SchemaResource(int number, string uri, string pointer, SchemaDocument document, Dialect dialect)
{
    /// <summary>The name under which <see cref="DynamicAnchors"/> holds <c>$recursiveAnchor</c>.</summary>
    public const string RecursiveAnchor = "";

    /// <summary>What nodes keep of it: nothing of the text outlives the compilation.</summary>
    public int Number { get; } = number;

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

    /// <summary>The schema that it is; set when that is met, before all in it.</summary>
    public Subschema Root { get; set; } = null!;

    /// <summary>The schema of a dynamic anchor.</summary>
    public Subschema DynamicTarget(string anchor) => anchor == RecursiveAnchor ? Root : Anchors[anchor];
}
