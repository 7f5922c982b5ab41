using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json.Compatibility.Model;

internal sealed class NotNode(JsonTree source, SchemaNode forbidden) : SchemaNode(source)
{
    public override string Kind => "not";

    public SchemaNode Forbidden { get; } = forbidden;
}
