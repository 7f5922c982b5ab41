using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json.Compatibility.Model;

internal sealed class StringNode(JsonTree source) : SchemaNode(source)
{
    public override string Kind => "string";

    public ExactDecimal? MaxLength { get; init; }

    public ExactDecimal? MinLength { get; init; }

    public string? Pattern { get; init; }
}
