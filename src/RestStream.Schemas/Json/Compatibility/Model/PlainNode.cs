using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>A schema without keywords that the diff compares: everything, nothing, a boolean, a null, a meta-schema, an if/then/else.</summary>
internal sealed class PlainNode(JsonTree source, string kind) : SchemaNode(source)
{
    public const string Any = "any value";
    public const string Never = "no value";
    public const string Boolean = "boolean";
    public const string Null = "null";
    public const string Conditional = "if/then/else";

    public override string Kind { get; } = kind;
}
