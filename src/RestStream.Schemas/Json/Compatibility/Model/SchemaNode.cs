using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>
/// A schema as the diff sees it: one kind of check with its keywords. A schema of several kinds is an <c>allOf</c> of them,
/// <c>type: […]</c> an <c>anyOf</c>. Built once, then only read. Equal only to itself: the diff knows pairs by identity.
/// </summary>
internal abstract class SchemaNode(JsonTree source)
{
    /// <summary>What was written.</summary>
    public JsonTree Source { get; } = source;

    /// <summary>What is said about the schema and checked by nobody; null for nothing.</summary>
    public SchemaAnnotations? Annotations { get; set; }

    /// <summary>Nodes of one kind are compared keyword by keyword; of two kinds they have changed type.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether a reference leads here, so that it may be met more than once.</summary>
    public bool IsShared { get; set; }

    /// <summary>The node behind references.</summary>
    public virtual SchemaNode Target => this;
}
