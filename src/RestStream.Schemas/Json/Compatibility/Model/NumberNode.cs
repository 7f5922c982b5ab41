using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json.Compatibility.Model;

internal sealed class NumberNode(JsonTree source) : SchemaNode(source)
{
    public override string Kind => "number";

    public bool IsInteger { get; init; }

    public ExactDecimal? Maximum { get; init; }

    public ExactDecimal? Minimum { get; init; }

    /// <summary>The limit itself; draft 4's flag on <see cref="Maximum"/> is no limit and is not compared, as elsewhere.</summary>
    public ExactDecimal? ExclusiveMaximum { get; init; }

    public ExactDecimal? ExclusiveMinimum { get; init; }

    public ExactDecimal? MultipleOf { get; init; }
}
